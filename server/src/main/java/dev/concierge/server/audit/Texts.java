package dev.concierge.server.audit;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes foreign text fit for one line: control and direction characters become a blank, what is too long is cut. */
final class Texts {
    private Texts() {}

    static @Nullable String oneLine(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
        return clean.length() <= longest ? clean : clean.substring(0, longest) + "…";
    }

    static Map<String, String> clean(Map<String, String> detail, int longest) {
        Map<String, String> clean = new TreeMap<>();
        detail.forEach((fact, value) -> clean.put(fact, String.valueOf(oneLine(value, longest))));
        return clean;
    }
}
