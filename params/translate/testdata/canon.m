% Canonical forms of values; the cells follow.
1;
function s = hexof(t)
  s = sprintf("%02x", double(t));
end
function s = canon(v)
  if ischar(v)
    s = ["s" hexof(v)];
  elseif islogical(v)
    if v, s = "T"; else s = "F"; end
  elseif iscell(v)
    s = ["[" strjoin(cellfun(@canon, v, "UniformOutput", false), ",") "]"];
  elseif isobject(v)
    s = ["{" strjoin(sort(cellfun(@(k) [hexof(k) ":" canon(v(k))], keys(v), "UniformOutput", false)), ",") "}"];
  elseif isinteger(v)
    s = ["i" strtrim(disp(v))];
  elseif isempty(v)
    s = "N";
  elseif isnan(v)
    s = "dnan";
  else
    s = ["d" num2hex(v)];
  end
end
