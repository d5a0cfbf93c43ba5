package dev.concierge.server.catalog;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a file as plain YAML: one document of maps, lists and scalars. Anchors, aliases and tags are refused, nothing is constructed from the text,
 * and size and depth are limited, so that a file can neither run code nor grow in memory.
 */
final class YamlFile {
    static final int LARGEST_BYTES = 256 * 1024;
    private static final int DEEPEST = 8;

    private YamlFile() {}

    /** The file's map; null when it has none, with the reasons in {@code faults}. */
    static @Nullable MappingNode read(byte[] bytes, Faults faults) {
        if (bytes.length > LARGEST_BYTES) {
            faults.inFile("is larger than 256 KiB");
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            plain(text, faults);
            return faults.none() ? map(text, faults) : null;
        } catch (CharacterCodingException e) {
            faults.inFile("is not UTF-8");
        } catch (MarkedYAMLException e) {
            if (e.getProblemMark() == null) {
                faults.inFile("is not YAML");
            } else {
                faults.at(e.getProblemMark(), "is not YAML: " + oneLine(e.getProblem()));
            }
        } catch (YAMLException e) {
            faults.inFile("is not YAML: " + oneLine(e.getMessage()));
        }
        return null;
    }

    private static void plain(String text, Faults faults) {
        int documents = 0;
        int depth = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            if (event instanceof DocumentStartEvent && ++documents == 2) {
                faults.at(event.getStartMark(), "a file holds one document");
            }
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                faults.at(event.getStartMark(), "is nested too deeply");
                return;
            }
            if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
                depth--;
            }
            if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
                faults.at(event.getStartMark(), "anchors and aliases are not allowed");
            }
            if (tagged(event)) {
                faults.at(event.getStartMark(), "tags are not allowed");
            }
        }
    }

    private static boolean tagged(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag() != null;
            case CollectionStartEvent collection -> collection.getTag() != null;
            default -> false;
        };
    }

    private static @Nullable MappingNode map(String text, Faults faults) {
        Node root = yaml().compose(new StringReader(text));
        if (root instanceof MappingNode map) {
            return map;
        }
        faults.inFile("holds no map of keys");
        return null;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_BYTES);
        options.setNestingDepthLimit(2 * DEEPEST);
        options.setMaxAliasesForCollections(0);
        options.setAllowRecursiveKeys(false);
        return new Yaml(options);
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }
}
