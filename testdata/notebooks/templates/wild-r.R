# %% [markdown]
# # What R shows

# %% tags=["parameters"]
shift <- 0.0

# %%
suppressPackageStartupMessages(library(tibble))

# %% tags=["scalar"]
print(0.93 + shift)

# %% tags=["scalar_shown"]
0.93 + shift

# %% tags=["vector"]
print(seq(1, 30) + shift)

# %% tags=["vector_shown"]
c(1.5, 2.5, NA) + shift

# %% tags=["named"]
print(c(accuracy = 0.93 + shift, f1 = 0.5))

# %% tags=["named_shown"]
c(accuracy = 0.93 + shift, f1 = 0.5)

# %% tags=["text"]
print("a text")

# %% tags=["logical"]
TRUE

# %% tags=["list"]
list(accuracy = 0.93 + shift, names = c("rf", "gb"))

# %% tags=["factor"]
factor(c("low", "high", "low"))

# %% tags=["frame"]
data.frame(model = c("rf", "gb"), mse = c(2859.69 + shift, NA), best = c(TRUE, FALSE), stringsAsFactors = TRUE)

# %% tags=["frame_rows"]
data.frame(mse = c(2859.69 + shift, 3012.5), row.names = c("rf", "gb"))

# %% tags=["tibble"]
tibble(model = c("rf", "gb"), mse = c(2859.69 + shift, 3012.5), n = 1:2, day = as.Date(c("2024-01-01", "2024-02-29")))

# %% tags=["long"]
data.frame(n = 1:200, x = (1:200) / 8 + shift)

# %% tags=["matrix"]
matrix(c(1, 2, 3, 4) + shift, nrow = 2, dimnames = list(c("yes", "no"), c("yes", "no")))

# %% tags=["frame_printed"]
print(data.frame(model = c("rf", "gb"), mse = c(2859.69 + shift, 3012.5)))

# %% tags=["table"]
table(c("a", "b", "a"))

# %% tags=["model"]
summary(lm(dist ~ speed, cars))$r.squared + shift

# %% tags=["message"]
message("to stderr")

# %% tags=["cat"]
cat("accuracy:", 0.93 + shift, "\n")

# %% tags=["null"]
NULL

# %% tags=["plot"]
options(repr.plot.width = 4, repr.plot.height = 3.5, repr.plot.res = 45)
barplot(c(1, 2, 3 + shift))
