package dev.concierge.server.database.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One thing that is not the same in two databases, A and B. A thing that only one of them has is named once, not with all that belongs to it. */
public sealed interface Difference {
    /** What it is and where, as {@code table public.accounts, column email}. */
    String path();

    /** A has it, B has not. */
    record Missing(String path, String inA) implements Difference {}

    /** B has it, A has not. */
    record Additional(String path, String inB) implements Difference {}

    /** Both have it, each defined otherwise. */
    record Changed(String path, String inA, String inB) implements Difference {}

    /** In one line, without definitions. */
    default String sentence() {
        return switch (this) {
            case Missing missing -> "missing: " + missing.path();
            case Additional additional -> "additional: " + additional.path();
            case Changed changed -> "different: " + changed.path();
        };
    }

    /** What differs between two trees, in the order of their names; goes down only where hashes differ. */
    static List<Difference> between(Element a, Element b) {
        List<Difference> found = new ArrayList<>();
        compare(a.label(), a, b, found);
        return List.copyOf(found);
    }

    private static void compare(String path, Element a, Element b, List<Difference> found) {
        if (Arrays.equals(a.hash(), b.hash())) {
            return;
        }
        int before = found.size();
        if (!a.definition().equals(b.definition())) {
            found.add(new Changed(path, a.definition(), b.definition()));
        }
        Map<String, Element> ofA = byLabel(a);
        Map<String, Element> ofB = byLabel(b);
        TreeSet<String> labels = new TreeSet<>(ofA.keySet());
        labels.addAll(ofB.keySet());
        for (String label : labels) {
            String below = isContainer(a) ? label : path + ", " + label;
            Element inA = ofA.get(label);
            Element inB = ofB.get(label);
            if (inA == null && inB != null) {
                found.add(new Additional(below, inB.definition()));
            } else if (inB == null && inA != null) {
                found.add(new Missing(below, inA.definition()));
            } else if (inA != null && inB != null) {
                compare(below, inA, inB, found);
            }
        }
        if (found.size() == before) {
            // The same things, one of them more often.
            found.add(new Changed(
                    path, a.children().size() + " parts", b.children().size() + " parts"));
        }
    }

    /** What stands in it bears its name already, or needs none. */
    private static boolean isContainer(Element element) {
        return element.kind().equals("database") || element.kind().equals("schema");
    }

    private static Map<String, Element> byLabel(Element element) {
        Map<String, Element> byLabel = new TreeMap<>();
        element.children().forEach(child -> byLabel.put(child.label(), child));
        return byLabel;
    }
}
