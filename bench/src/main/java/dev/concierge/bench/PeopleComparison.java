package dev.concierge.bench;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came out of an export against what went in, a row at a time: of everybody one bit is kept. */
final class PeopleComparison {
    private static final Pattern ADDRESS = Pattern.compile("p([0-9]+)\\.([a-z]+)@.*");
    private static final int MOST_WORDS = 5;

    private final Map<String, PeopleRows> files = new TreeMap<>();
    private final Map<String, BitSet> seen = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long others;
    private long wrong;

    PeopleComparison(List<PeopleRows> in) {
        for (PeopleRows file : in) {
            files.put(file.batch(), file);
            seen.put(file.batch(), new BitSet());
        }
    }

    void take(PeopleRows.Row out) {
        Matcher address = ADDRESS.matcher(out.email());
        PeopleRows file = address.matches() ? files.get(address.group(2)) : null;
        if (file == null) {
            others++;
            return;
        }
        int number = Integer.parseInt(address.group(1));
        BitSet there = seen.computeIfAbsent(file.batch(), _ -> new BitSet());
        if (there.get(number)) {
            fault(out.email() + " comes twice");
        }
        there.set(number);
        if (file.fault(number) != null || !file.row(number).equals(out)) {
            fault("in went " + file.row(number) + ", out came " + out);
        }
    }

    private void fault(String words) {
        wrong++;
        if (faults.size() < MOST_WORDS) {
            faults.add(words);
        }
    }

    /** People of no file. */
    long others() {
        return others;
    }

    /** Rows that differ, came twice or should not be there, and those that are missing. */
    long wrong() {
        return wrong
                + files.values().stream()
                        .mapToLong(file -> file.good()
                                - seen.getOrDefault(file.batch(), new BitSet()).cardinality())
                        .map(Math::abs)
                        .sum();
    }

    /** The first few of them, in words. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
