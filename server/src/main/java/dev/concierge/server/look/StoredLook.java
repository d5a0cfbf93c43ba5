package dev.concierge.server.look;

import dev.concierge.server.web.Appearance;
import org.jspecify.annotations.Nullable;

/**
 * The look as it is stored.
 *
 * @param version of the row, for whoever changes it
 * @param colours null for the usual ones
 * @param support an e-mail address; null for none
 * @param logo null for the key tag
 */
public record StoredLook(
        long version,
        String name,
        @Nullable Colours colours,
        @Nullable String support,
        @Nullable Logo logo) {
    /** What pages and mails need of it. */
    Appearance look() {
        return new Appearance(
                name,
                logo == null ? null : logo.path(),
                colours == null ? null : colours.sheet(),
                colours == null ? Appearance.USUAL.colour() : colours.light().text(),
                support);
    }

    /** Whether nothing was changed. */
    public boolean usual() {
        return look().equals(Appearance.USUAL);
    }
}
