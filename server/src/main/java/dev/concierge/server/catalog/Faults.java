package dev.concierge.server.catalog;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong in one file, in the order it was found. */
final class Faults {
    private final String file;
    private final List<String> lines = new ArrayList<>();

    Faults(String file) {
        this.file = file;
    }

    void at(Node node, String sentence) {
        at(node.getStartMark(), sentence);
    }

    void at(Mark mark, String sentence) {
        lines.add(file + ":" + (mark.getLine() + 1) + ": " + sentence);
    }

    void inFile(String sentence) {
        lines.add(file + ": " + sentence);
    }

    boolean none() {
        return lines.isEmpty();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
