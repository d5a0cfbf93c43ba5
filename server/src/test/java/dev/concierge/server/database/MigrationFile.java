package dev.concierge.server.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a migration's comments say: how it is undone, and which rules it breaks for a reason. */
record MigrationFile(String name, String text) {
    private static final Pattern UNDO = Pattern.compile("(?m)^--.*\\bUndo: \\S");
    private static final Pattern ALLOWED = Pattern.compile("(?m)^-- Allow ([a-z-]+):(.*)$");
    private static final int SHORTEST_REASON = 15;

    /** @return what stays wrong of what was found in this file; one line each */
    List<String> judge(Set<LintFault> found) {
        List<String> wrong = new ArrayList<>();
        Set<String> allowed = new HashSet<>();
        Set<LintFault> own = new HashSet<>(found);
        own.removeIf(fault -> !fault.file().equals(name));
        if (!UNDO.matcher(text).find()) {
            own.add(new LintFault(name, LintRule.UNDO, "the file"));
        }
        Matcher comment = ALLOWED.matcher(text);
        while (comment.find()) {
            String word = comment.group(1);
            allowed.add(word);
            if (Arrays.stream(LintRule.values()).noneMatch(rule -> rule.word().equals(word))) {
                wrong.add(name + ": there is no rule '" + word + "' to be allowed.");
            } else if (comment.group(2).strip().length() < SHORTEST_REASON) {
                wrong.add(name + ": '" + word + "' is allowed without a reason.");
            } else if (own.stream().noneMatch(fault -> fault.rule().word().equals(word))) {
                wrong.add(name + ": '" + word + "' is allowed and not needed; take the comment away.");
            }
        }
        own.stream()
                .filter(fault -> !allowed.contains(fault.rule().word()))
                .map(LintFault::toString)
                .sorted()
                .forEach(wrong::add);
        return wrong;
    }
}
