package dev.concierge.server.database.structure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One thing of a database and what belongs to it: a node of the hash tree.
 *
 * @param kind what it is, in words: {@code table}, {@code column}, {@code grant}
 * @param name its name, qualified by its schema where it stands in one of its own; unique among what its parent has of the kind
 * @param definition everything about it but its children, as text
 * @param children in an order that follows from kind and name alone, whatever order they are given in
 */
public record Element(String kind, String name, String definition, List<Element> children) {
    private static final Comparator<Element> ORDER =
            Comparator.comparing(Element::kind).thenComparing(Element::name).thenComparing(Element::definition);

    /** Sorts the children. */
    public Element {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(definition, "definition");
        children = children.stream().sorted(ORDER).toList();
    }

    /** SHA-256 over kind, name and definition, each after its length, and over the hashes of the children. */
    public byte[] hash() {
        MessageDigest digest = sha256();
        for (String text : List.of(kind, name, definition)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(number(bytes.length));
            digest.update(bytes);
        }
        digest.update(number(children.size()));
        children.forEach(child -> digest.update(child.hash()));
        return digest.digest();
    }

    /** Kind and name, as one says it. */
    public String label() {
        return name.isEmpty() ? kind : kind + " " + name;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
