package dev.concierge.server.database.structure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How two databases differ, for people and for machines.
 *
 * @param a the first side
 * @param b the second side
 * @param differences none when the structure is the same
 */
public record DiffReport(Side a, Side b, List<Difference> differences) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String INDENT = "    ";

    /**
     * One side.
     *
     * @param place the file, name or address it is from
     */
    public record Side(String place, Fingerprint fingerprint) {
        private String line() {
            return fingerprint.code() + "  PostgreSQL " + fingerprint.postgresMajor() + "  " + place;
        }
    }

    private record SideJson(String place, String code, String sha256, int postgresMajor, String collation) {
        static SideJson of(Side side) {
            Fingerprint of = side.fingerprint();
            return new SideJson(side.place(), of.code(), of.hash(), of.postgresMajor(), of.collation());
        }
    }

    private record DifferenceJson(
            String difference,
            String path,
            @Nullable String inA,
            @Nullable String inB) {
        static DifferenceJson of(Difference difference) {
            return switch (difference) {
                case Difference.Missing missing -> new DifferenceJson("missing", missing.path(), missing.inA(), null);
                case Difference.Additional more -> new DifferenceJson("additional", more.path(), null, more.inB());
                case Difference.Changed changed ->
                    new DifferenceJson("different", changed.path(), changed.inA(), changed.inB());
            };
        }
    }

    private record Json(boolean same, SideJson a, SideJson b, List<DifferenceJson> differences, List<String> notes) {}

    /** Compares two sides. */
    public static DiffReport of(Side a, Side b) {
        return new DiffReport(
                a,
                b,
                Difference.between(a.fingerprint().structure(), b.fingerprint().structure()));
    }

    /** Whether the structure is the same, be the majors as they may. */
    public boolean same() {
        return differences.isEmpty();
    }

    /** Prints one JSON document and a line end. */
    public void printJson(PrintStream out) {
        out.println(JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(new Json(
                        same(),
                        SideJson.of(a),
                        SideJson.of(b),
                        differences.stream().map(DifferenceJson::of).toList(),
                        notes())));
    }

    /** Prints both sides, the verdict, and each difference with its definitions. */
    public void print(PrintStream out) {
        out.println("A  " + a.line());
        out.println("B  " + b.line());
        out.println(
                same()
                        ? "The structure is the same."
                        : differences.size() == 1 ? "1 difference." : differences.size() + " differences.");
        notes().forEach(out::println);
        differences.forEach(difference -> print(difference, out));
    }

    private List<String> notes() {
        Fingerprint ofA = a.fingerprint();
        Fingerprint ofB = b.fingerprint();
        List<String> notes = new ArrayList<>();
        if (ofA.postgresMajor() != ofB.postgresMajor()) {
            notes.add("PostgreSQL's majors differ: " + ofA.postgresMajor() + " in A, " + ofB.postgresMajor() + " in B"
                    + (same() ? "." : ". A definition may differ by the way they write it alone."));
        }
        if (!ofA.collation().equals(ofB.collation())) {
            notes.add("Collations differ: " + ofA.collation() + " in A, " + ofB.collation() + " in B.");
        }
        return notes;
    }

    private static void print(Difference difference, PrintStream out) {
        out.println();
        switch (difference) {
            case Difference.Missing missing -> {
                out.println("missing in B: " + missing.path());
                print("A", missing.inA().lines().toList(), out);
            }
            case Difference.Additional additional -> {
                out.println("additional in B: " + additional.path());
                print("B", additional.inB().lines().toList(), out);
            }
            case Difference.Changed changed -> {
                out.println("different: " + changed.path());
                printChanged(
                        changed.inA().lines().toList(), changed.inB().lines().toList(), out);
            }
        }
    }

    /** From the first line that differs to the last. */
    private static void printChanged(List<String> inA, List<String> inB, PrintStream out) {
        int shorter = Math.min(inA.size(), inB.size());
        int before = 0;
        while (before < shorter && inA.get(before).equals(inB.get(before))) {
            before++;
        }
        int after = 0;
        while (after < shorter - before && inA.get(inA.size() - 1 - after).equals(inB.get(inB.size() - 1 - after))) {
            after++;
        }
        print("A", inA.subList(before, inA.size() - after), out);
        print("B", inB.subList(before, inB.size() - after), out);
    }

    private static void print(String side, List<String> lines, PrintStream out) {
        lines.forEach(line -> out.println(INDENT + side + "  " + line));
    }
}
