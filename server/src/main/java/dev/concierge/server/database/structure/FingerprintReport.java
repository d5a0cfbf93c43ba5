package dev.concierge.server.database.structure;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** A fingerprint for people: the code, where it is from, and how much of what it is made of. */
public final class FingerprintReport {
    private FingerprintReport() {}

    /** Prints it, a line for each fact. */
    public static void print(Fingerprint fingerprint, String place, PrintStream out) {
        out.println("Fingerprint " + fingerprint.code());
        out.println("  of          " + place);
        out.println("  SHA-256     " + fingerprint.hash());
        out.println("  PostgreSQL  " + fingerprint.postgresMajor() + ", collation " + fingerprint.collation()
                + " (neither counts)");
        Map<String, Integer> kinds = new TreeMap<>();
        count(fingerprint.structure(), kinds);
        out.println("  made of");
        kinds.forEach((kind, number) -> out.printf("    %5d  %s%n", number, kind));
    }

    private static void count(Element element, Map<String, Integer> kinds) {
        for (Element child : element.children()) {
            kinds.merge(child.kind(), 1, Integer::sum);
            count(child, kinds);
        }
    }
}
