package dev.concierge.server.database.structure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that stand for the four roles, whatever they are called in one database. Other roles keep their names. */
public final class RoleWords {
    /** How the catalog's questions mark the name of a role. */
    private static final Pattern MARKED = Pattern.compile("\u0001([^\u0002]*)\u0002");

    private final Map<String, String> words = new LinkedHashMap<>();

    public RoleWords(String owner, String app, String auth, String system) {
        words.put(owner, "{owner}");
        words.put(app, "{app}");
        words.put(auth, "{auth}");
        words.put(system, "{system}");
    }

    String[] names() {
        return words.keySet().toArray(String[]::new);
    }

    String inCatalog(String text) {
        return MARKED.matcher(text)
                .replaceAll(role -> Matcher.quoteReplacement(words.getOrDefault(role.group(1), role.group(1))));
    }

    /** Migrations write the names of roles into functions in quotes, as text or as identifier. */
    String inFunction(String text) {
        String mapped = text.replace("\r\n", "\n");
        for (Map.Entry<String, String> role : words.entrySet()) {
            mapped = mapped.replace("'" + role.getKey() + "'", "'" + role.getValue() + "'")
                    .replace("\"" + role.getKey() + "\"", "\"" + role.getValue() + "\"");
        }
        return mapped;
    }
}
