package dev.concierge.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One variant at so many callers; medians over the rounds.
 *
 * @param ratio its rate against that of its base in the same round
 * @param micros on a processor for each answer, of server and database together, over all rounds
 */
record CostLine(
        int callers,
        CostVariant variant,
        double rate,
        double ratio,
        double p50Millis,
        double p99Millis,
        double micros,
        long failures) {
    /** @param base the rounds of the variant it is compared with, in the same order */
    static CostLine of(
            int callers,
            CostVariant variant,
            List<Load.Measured> rounds,
            List<Load.Measured> base,
            VendProof.Costs costs) {
        List<Double> ratios = new java.util.ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(rounds.get(i).rate() / base.get(i).rate());
        }
        return new CostLine(
                callers,
                variant,
                median(rounds, Load.Measured::rate),
                median(ratios, ratio -> ratio),
                median(rounds, Load.Measured::p50Millis),
                median(rounds, Load.Measured::p99Millis),
                costs.server() + costs.database(),
                rounds.stream().mapToLong(Load.Measured::failures).sum());
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> what) {
        List<Double> sorted = rounds.stream()
                .map(what::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
