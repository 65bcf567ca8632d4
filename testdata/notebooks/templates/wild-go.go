// %% [markdown]
// # What Go shows

// %% tags=["parameters"]
var shift = 0.0

// %%
import (
	"encoding/json"
	"fmt"
)

// %% tags=["scalar"]
%%
fmt.Println(0.93 + shift)

// %% tags=["slice_printed"]
%%
fmt.Println([]float64{1.5 + shift, 2.5})

// %% tags=["map_printed"]
%%
fmt.Println(map[string]float64{"accuracy": 0.93 + shift, "f1": 0.5})

// %% tags=["json_printed"]
%%
encoded, _ := json.Marshal(map[string]float64{"accuracy": 0.93 + shift, "f1": 0.5})
fmt.Println(string(encoded))

// %% tags=["progress"]
%%
for i := 1; i <= 3; i++ {
	fmt.Printf("\repoch %d of 3", i)
}
fmt.Printf("\naccuracy: %v\n", 0.93+shift)
