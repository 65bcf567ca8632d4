package collection

import (
	"slices"
	"strings"
	"unicode"
)

// The names of metrics whose better direction nobody doubts: those of
// scikit-learn, of the usual training loops and of information retrieval, as
// [metricWords] spells them. They are few on purpose: a wrong colour is worse
// than none. Each is known with the prefixes and suffixes of affixes (val_loss,
// test_accuracy, precision_at_5, f1_macro), and with neg_ or one_minus_ the other way round.
var (
	lowerMetrics = words(`
		mse rmse mae mape smape wape wmape mase msle rmsle medae rmspe mspe nmse nrmse
		mean_squared_error root_mean_squared_error mean_absolute_error median_absolute_error
		mean_absolute_percentage_error mean_squared_log_error root_mean_squared_log_error max_error
		squared_error absolute_error percentage_error squared_log_error
		loss error errors err error_rate misclassification_rate
		log_loss logloss cross_entropy crossentropy binary_crossentropy categorical_crossentropy nll hinge hamming zero_one
		brier crps ece wer cer mer perplexity ppl bpc bpb fid kid lpips aic bic davies_bouldin
		fpr fnr fdr eer false_positive_rate false_negative_rate
		mean_poisson_deviance mean_gamma_deviance mean_tweedie_deviance d2_loss
		duration elapsed runtime latency wall_time fit_time train_time training_time predict_time inference_time score_time`)
	higherMetrics = words(`
		accuracy acc f1 f2 fbeta auc auroc auprc roc_auc pr_auc average_precision ap map ndcg dcg mrr hits hit_rate
		precision recall sensitivity specificity tpr tnr true_positive_rate true_negative_rate ppv npv
		r2 score bleu sacrebleu rouge rouge_l rouge_lsum meteor chrf bertscore iou miou dice jaccard
		kappa cohen_kappa mcc matthews_corrcoef explained_variance silhouette calinski_harabasz
		adjusted_rand ari nmi ami v_measure homogeneity completeness
		psnr ssim exact_match pass_rate win_rate log_likelihood loglikelihood elbo
		spearman spearmanr pearson pearsonr kendall kendall_tau reward mean_reward`)
	// With these at its end a name is a metric whatever stands before:
	// price_rmse, dog_f1.
	certainMetrics = words(`mse rmse mae mape rmsle logloss accuracy auc auroc f1 r2`)
	// losses are what may stand before loss.
	losses = words(`cls box bbox obj dfl kl l1 l2 huber focal triplet contrastive adversarial adv gen generator disc
		discriminator recon reconstruction ce bce nll mlm lm pinball quantile zero one reg regression classification`)
	// affixes say on which data or over what a metric was computed.
	affixes = words(`train training val valid validation dev test testing eval evaluation holdout cv oof in out of sample
		mean avg average median min max best final last total overall macro micro weighted balanced binary samples
		score top at k class label epoch batch ovr ovo`)
	// With one of these in it a name is about a metric: mse_std, n_errors.
	aboutMetrics = words(`std stdev var variance sem se ci lower upper delta diff n num count threshold target weight weights
		cumulative ratio improvement support rank index id seed step steps per`)
	// statistics are names below a metric: cv.mae.mean.
	statistics = words(`mean avg average median min max best final last value`)
)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// wellKnown returns the direction that a metric's name tells.
func wellKnown(name string) Direction {
	ws := metricWords(name)
	if slices.Contains(ws, "epoch") && slices.Contains(ws, "best") {
		return NoDirection // when it was best: best_loss_epoch, but not train_loss_epoch
	}
	negated := true
	switch {
	case len(ws) > 1 && (ws[0] == "neg" || ws[0] == "negative"):
		ws = ws[1:]
	case len(ws) > 2 && (ws[0] == "one" || ws[0] == "1") && ws[1] == "minus":
		ws = ws[2:]
	default:
		negated = false
	}
	d := knownWords(ws)
	if negated {
		d = opposite(d)
	}
	return d
}

func opposite(d Direction) Direction {
	switch d {
	case LowerIsBetter:
		return HigherIsBetter
	case HigherIsBetter:
		return LowerIsBetter
	}
	return NoDirection
}

// knownWords looks the words up as they are, and without affixes at their ends.
func knownWords(ws []string) Direction {
	const longest = 12 // words in a name
	if len(ws) > longest {
		return NoDirection
	}
	for start := 0; start <= len(ws); start++ {
		for end := len(ws); end > start; end-- {
			if d := knownName(ws[start:end]); d != NoDirection {
				return d
			}
			if !isAffix(ws[end-1]) {
				break
			}
		}
		if start < len(ws) && !isAffix(ws[start]) {
			break
		}
	}
	return certain(ws)
}

// knownName looks up words that together are a metric's name.
func knownName(ws []string) Direction {
	name := strings.Join(ws, "_")
	last := ws[len(ws)-1]
	switch {
	case lowerMetrics[name]:
		return LowerIsBetter
	case higherMetrics[name]:
		return HigherIsBetter
	case last == "loss" && (allLosses(ws[:len(ws)-1]) || knownBare(strings.TrimSuffix(name, "_loss")) != NoDirection):
		return LowerIsBetter
	case strings.TrimRight(last, "0123456789") != last: // rouge1, bleu4, map50
		bare := strings.TrimRight(name, "0123456789")
		return knownBare(bare)
	}
	return NoDirection
}

func knownBare(name string) Direction {
	switch {
	case name != "f" && lowerMetrics[name]:
		return LowerIsBetter
	case higherMetrics[name]:
		return HigherIsBetter
	}
	return NoDirection
}

func allLosses(ws []string) bool {
	for _, w := range ws {
		if !losses[w] && !lowerMetrics[w] && !higherMetrics[w] {
			return false
		}
	}
	return true
}

// certain knows the names that end in a word that means but one thing.
func certain(ws []string) Direction {
	for _, w := range ws {
		if aboutMetrics[w] {
			return NoDirection
		}
	}
	for end := len(ws); end > 0; end-- {
		if certainMetrics[ws[end-1]] {
			return knownName(ws[end-1 : end])
		}
		if !isAffix(ws[end-1]) {
			break
		}
	}
	return NoDirection
}

func isAffix(w string) bool {
	bare := strings.TrimRight(w, "0123456789") // top1
	return affixes[bare] || bare == ""
}

// metricWords splits a name into its words in lower case: val_loss, f1-score,
// valLoss, "Macro avg / F1".
func metricWords(name string) []string {
	var ws []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			ws = append(ws, word.String())
			word.Reset()
		}
	}
	lower := false // the last character was a lower case letter
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			lower = false
			continue
		case unicode.IsUpper(r) && lower && word.Len() > 1: // but mAP is one word
			flush()
		}
		lower = unicode.IsLower(r)
		word.WriteRune(unicode.ToLower(r))
	}
	flush()
	return ws
}
