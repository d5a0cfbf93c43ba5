package dev.concierge.server.dashboard.web;

import dev.concierge.server.web.Bars;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What an account's syncing came to: part {@code dashboard/charts} of its page.
 *
 * @param days what ran on each day, the earliest first, days without any run too; by UTC
 * @param kinds records by kind, the most new ones first
 * @param uses how often tokens were used on each of the same days
 * @param figures who follows, sees and likes what the account has, on each of the same days
 */
public record ChartsView(List<Day> days, List<Kind> kinds, List<Use> uses, FiguresView figures) {
    public ChartsView {
        days = List.copyOf(days);
        kinds = List.copyOf(kinds);
        uses = List.copyOf(uses);
    }

    /**
     * One day's runs.
     *
     * @param inPart runs that read some of it, and the next one went on
     */
    public record Day(LocalDate day, long complete, long inPart, long failed) {
        public long runs() {
            return complete + inPart + failed;
        }

        /** The share of runs that did not fail, in per cent with one digit: "99.3 %"; empty on a day without runs. */
        public String success() {
            return share(runs() - failed, runs());
        }
    }

    /**
     * Records of one kind.
     *
     * @param name several of them, for people: "Messages"
     * @param added new on these days
     * @param kept in all
     */
    public record Kind(String name, long added, long kept) {}

    /** One day's tokens. */
    public record Use(LocalDate day, long vends, long renewals) {}

    public boolean isEmpty() {
        return runs() == 0 && vends() == 0 && renewals() == 0;
    }

    public long runs() {
        return days.stream().mapToLong(Day::runs).sum();
    }

    public long failed() {
        return days.stream().mapToLong(Day::failed).sum();
    }

    /** The share of all runs that did not fail. */
    public String success() {
        return share(runs() - failed(), runs());
    }

    public long added() {
        return kinds.stream().mapToLong(Kind::added).sum();
    }

    public long kept() {
        return kinds.stream().mapToLong(Kind::kept).sum();
    }

    public long vends() {
        return uses.stream().mapToLong(Use::vends).sum();
    }

    public long renewals() {
        return uses.stream().mapToLong(Use::renewals).sum();
    }

    public RunBars runBars(int height) {
        return RunBars.of(days, height);
    }

    /** The success rate as a line through its days, from 0 to 100 each way, beginning above on the left; days without runs are passed over. */
    public String successLine() {
        StringBuilder line = new StringBuilder();
        double place = 100.0 / Math.max(1, days.size() - 1);
        for (int i = 0; i < days.size(); i++) {
            Day day = days.get(i);
            if (day.runs() > 0) {
                line.append(line.isEmpty() ? "M" : " L")
                        .append(Bars.number(place * i))
                        .append(' ')
                        .append(Bars.number(100.0 * day.failed() / day.runs()));
            }
        }
        return line.toString();
    }

    public Bars vendBars(int height) {
        return Bars.of(uses.stream().map(Use::vends).toList(), height, true);
    }

    public Bars renewalBars(int height) {
        return Bars.of(uses.stream().map(Use::renewals).toList(), height, false);
    }

    /** The width of a kind's bar in per cent of the longest. */
    public String width(Kind kind) {
        long most = kinds.stream()
                .map(Kind::added)
                .max(Comparator.naturalOrder())
                .filter(found -> found > 0)
                .orElse(1L);
        return Bars.number(100.0 * kind.added() / most) + "%";
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ENGLISH, "%.1f %%", 100.0 * part / whole);
    }
}
