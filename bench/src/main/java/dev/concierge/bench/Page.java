package dev.concierge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a proof: what was asked, where it ran, with which parameters, what came out. */
final class Page {
    private final String name;
    private final String question;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> parts = new ArrayList<>();

    /** @param question what is shown, and against what */
    Page(String name, String question) {
        this.name = name;
        this.question = question;
    }

    /** A line of the table at the top. */
    Page fact(String fact, String value) {
        facts.put(fact, value);
        return this;
    }

    Page text(String paragraph) {
        parts.add(paragraph + "\n");
        return this;
    }

    /** @param numbers whether all columns but the first are aligned to the right */
    Page table(List<String> columns, List<List<String>> rows, boolean numbers) {
        StringBuilder table = new StringBuilder(line(columns));
        table.append("|---|")
                .append((numbers ? "---:|" : "---|").repeat(columns.size() - 1))
                .append('\n');
        rows.forEach(row -> table.append(line(row)));
        parts.add(table.toString());
        return this;
    }

    /** At full scale, or at one that somebody chose, under {@code docs/proofs}; the smallest under {@code target}. */
    Path write(Path root, String scale, boolean passed) throws IOException {
        Path page = scale.equals("smallest")
                ? root.resolve("bench/target/" + name + "-smallest.md")
                : root.resolve("docs/proofs/" + name + ".md");
        Files.createDirectories(page.getParent());
        Files.writeString(page, render(root, passed));
        return page;
    }

    private String render(Path root, boolean passed) {
        StringBuilder text = new StringBuilder("# Proof: " + name + "\n\n`./concierge prove " + name
                + "` wrote this page; nobody edits it.\n\n" + question + "\n\n| | |\n|---|---|\n");
        text.append(line(List.of("Result", passed ? "**passed**" : "**failed**")));
        text.append(line(List.of("Commit", Machine.commit(root))));
        text.append(line(
                List.of("Date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())));
        text.append(line(List.of("Machine", Machine.describe())));
        facts.forEach((fact, value) -> text.append(line(List.of(fact, value))));
        parts.forEach(part -> text.append('\n').append(part));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
