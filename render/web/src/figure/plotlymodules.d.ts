declare module "plotly.js-cartesian-dist-min" {
  const plotly: import("./plotlydraw").Plotly;
  export default plotly;
}
declare module "plotly.js-strict-dist-min" {
  const plotly: import("./plotlydraw").Plotly;
  export default plotly;
}
