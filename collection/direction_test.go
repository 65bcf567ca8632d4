package collection

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWellKnown(t *testing.T) {
	for want, names := range map[Direction]string{
		LowerIsBetter: `mse MSE rmse mae loss val_loss valLoss train-loss Loss error test_error error_rate log_loss logLoss
			neg_log_likelihood brier brier_score brier_score_loss wer cer perplexity duration fit_time mean_squared_error
			mean_absolute_error median_absolute_error root_mean_squared_error price_rmse val_rmse_mean hinge_loss hamming_loss
			dice_loss kl_loss box_loss mean_fit_time binary_crossentropy best_val_loss neg_r2 zero_one_loss train.loss
			mse_class_1 loss1 cross_entropy_loss train_loss_epoch one_minus_accuracy`,
		HigherIsBetter: `accuracy acc Accuracy val_acc test_accuracy balanced_accuracy f1 f1-score f1_macro macro_f1 F1 auc AUC
			roc_auc roc_auc_score auroc r2 R2 r2_score precision recall precision_at_5 recall@5 top_5_accuracy top1_acc score
			test_score mean_test_score bleu bleu4 rouge1 rouge2 rougeL rouge-l map mAP mAP@0.5 map50 ndcg ndcg@10 iou mean_iou dice
			kappa cohen_kappa_score mcc matthews_corrcoef neg_mean_squared_error neg_log_loss neg_root_mean_squared_error
			average_precision explained_variance explained_variance_score one_minus_error_rate val_acc_epoch dog_f1 cat_auc silhouette_score weighted_f1_score`,
		NoDirection: `seed n_estimators learning_rate support mse_std std n_errors num_errors loss_weight threshold f1_threshold
			count time size mean median id weight stop_loss weight_loss hearing_loss risk_score mse_ratio error_by_bmi
			map_size accuracy_delta neg negative f acceleration epoch best_epoch best_loss_epoch epoch_of_best_accuracy one_minus x y lossy terrorism 0 1 10 top k at
			"" recall_n mae_ci_lower customers`,
	} {
		for name := range strings.FieldsSeq(names) {
			assert.Equal(t, want, wellKnown(strings.Trim(name, `"`)), "%s", name)
		}
	}
	require.Equal(t, NoDirection, wellKnown(strings.Repeat("val_", 100000)+"loss"))
}

func TestDirectionOf(t *testing.T) {
	c := &Collection{better: map[string]Direction{
		"metrics.mse": HigherIsBetter, "support": LowerIsBetter, "cv": HigherIsBetter, "rmse": NoDirection,
	}}
	for _, test := range []struct {
		title string
		names []string
		want  Direction
	}{
		{"metrics.mse", []string{"metrics", "mse"}, HigherIsBetter},             // full title
		{"tag:metrics.mse", []string{"metrics", "mse"}, LowerIsBetter},          // well known
		{"report.a.support", []string{"report", "a", "support"}, LowerIsBetter}, // last segment
		{"cv.mae.mean", []string{"cv", "mae", "mean"}, HigherIsBetter},          // key
		{"x.mae.mean", []string{"x", "mae", "mean"}, LowerIsBetter},             // before the statistic
		{"x.mae.std", []string{"x", "mae", "std"}, NoDirection},
		{"mse.n", []string{"mse", "n"}, NoDirection},
		{"mean", []string{"mean"}, NoDirection},
		{"rmse", []string{"rmse"}, NoDirection}, // the user said none
	} {
		require.Equal(t, test.want, c.directionOf(test.title, test.names), test.title)
	}
}

func TestParseBetter(t *testing.T) {
	got, err := ParseBetter(`mse=lower, auc = higher,report["a,b=c"].f1=none,x=lower,x=higher`)
	require.NoError(t, err)
	require.Equal(t, map[string]Direction{"mse": LowerIsBetter, "auc": HigherIsBetter, `report["a,b=c"].f1`: NoDirection,
		"x": HigherIsBetter}, got)
	for text, want := range map[string]InputError{
		"mse":        {Input: "mse", Message: "no metric with a direction", Hint: "write mse=lower or auc=higher"},
		"":           {Message: "no metric with a direction", Hint: "write mse=lower or auc=higher"},
		"a=lower,":   {Message: "no metric with a direction", Hint: "write mse=lower or auc=higher"},
		"=lower":     {Input: "=lower", Message: "no metric with a direction", Hint: "write mse=lower or auc=higher"},
		"mse=better": {Input: "mse=better", Message: `"better" is no direction`, Hint: "directions are lower, higher and none"},
		"mse=":       {Input: "mse=", Message: `"" is no direction`, Hint: "directions are lower, higher and none"},
	} {
		got, err := ParseBetter(text)
		require.Nil(t, got)
		require.Equal(t, &want, err, text)
	}
}

// How long a run took is compared, but no run is best because of it, unless
// somebody says so.
func TestMetadataHasNoDirection(t *testing.T) {
	direction := func(opts Options) Direction {
		c := load(t, opts, "../testdata/notebooks/diabetes")
		for _, col := range c.Columns() {
			if col.Title == "meta.duration" {
				require.NotNil(t, col.Cells[1].Delta)
				return col.Direction
			}
		}
		t.Fatal("no column meta.duration")
		return 0
	}
	require.Equal(t, NoDirection, direction(Options{}))
	require.Equal(t, LowerIsBetter, direction(Options{Better: map[string]Direction{"meta.duration": LowerIsBetter}}))
	require.Equal(t, HigherIsBetter, direction(Options{Better: map[string]Direction{"duration": HigherIsBetter}}))
}
