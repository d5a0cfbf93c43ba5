package dev.concierge.server.web;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How this installation calls itself and looks.
 *
 * @param name one to forty characters, typed by an administrator; text, never markup
 * @param logo the address of its picture, of this server; null for the key tag
 * @param sheet the address of a stylesheet with its colours, of this server; null for verdigris
 * @param colour its colour on light ground, {@code #rrggbb}; for mails
 * @param support where people ask for help, an e-mail address; null for none
 */
public record Appearance(
        String name,
        @Nullable String logo,
        @Nullable String sheet,
        String colour,
        @Nullable String support) {
    /** As it comes. */
    public static final Appearance USUAL = new Appearance("Concierge", null, null, "#1f5c5a", null);

    /** Where it is known. A room implements it; without that room, as in commands, the look is the usual one. */
    public interface Source {
        /** The look as of now, from this node's memory where that is fresh. Never throws: while the database is away it is the last one known. */
        Appearance now();

        /** The last one known, without asking anything. */
        Appearance known();
    }

    /** As of now. */
    public static Appearance now(ObjectProvider<Source> source) {
        Source known = source.getIfAvailable();
        return known == null ? USUAL : known.now();
    }

    /** Whether it is called by a name of its own. */
    public boolean named() {
        return !name.equals(USUAL.name());
    }
}
