package dev.concierge.server.vault.web;

import dev.concierge.server.encryption.DataKey;
import dev.concierge.server.vault.keys.KeyStatus;
import dev.concierge.server.vault.keys.Rotation;
import dev.concierge.server.vault.web.AdminKeysView.Form;
import dev.concierge.server.vault.web.AdminKeysView.Progress;
import dev.concierge.server.vault.web.AdminKeysView.Stage;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code /admin/keys} shows of the keys' state. */
final class AdminKeysViews {
    private AdminKeysViews() {}

    static AdminKeysView page(KeyStatus status, List<Notice> notices, FreshProof.Asked asked, @Nullable String error) {
        List<Notice> all = new ArrayList<>(notices);
        if (status.nodes().behind() > 0 && notices.isEmpty()) {
            all.add(behind(status.nodes().behind()));
        }
        status.wornOut().ifPresent(key -> all.add(wornOut(key)));
        Progress progress = progress(status);
        boolean open = progress.stage() == Stage.NONE || progress.stage() == Stage.DESTROYED;
        return new AdminKeysView(
                all,
                status.keys().stream().map(key -> key(status, key)).toList(),
                progress,
                open ? new Form(asked, error) : null);
    }

    static Progress progress(KeyStatus status) {
        Rotation rotation = status.rotation();
        if (rotation == null) {
            return new Progress(Stage.NONE, 0, 0, 0, 0, null, null);
        }
        Stage stage = switch (rotation.state()) {
            case RUNNING -> Stage.RUNNING;
            case PAUSED -> Stage.PAUSED;
            case DONE -> Stage.DONE;
            case DESTROYED -> Stage.DESTROYED;
        };
        return new Progress(
                stage,
                rotation.percent(),
                rotation.done(),
                Math.max(rotation.total(), rotation.done()),
                rotation.unreadable(),
                rotation.startedAt(),
                rotation.destroyedAt() == null ? status.destroyableAt() : rotation.destroyedAt());
    }

    private static AdminKeysView.Key key(KeyStatus status, DataKey key) {
        if (key.destroyedAt() != null) {
            return new AdminKeysView.Key(
                    key.name(),
                    new Badge(Tone.PLAIN, "Destroyed"),
                    null,
                    key.madeAt(),
                    key.destroyedAt(),
                    key.messages());
        }
        String wrappedBy = status.wrappedBy().text();
        return key.id() == status.primary()
                ? new AdminKeysView.Key(
                        key.name(), new Badge(Tone.OK, "In use"), wrappedBy, key.madeAt(), null, key.messages())
                : new AdminKeysView.Key(
                        key.name(),
                        new Badge(Tone.INFO, "clock", "Retired"),
                        wrappedBy,
                        key.madeAt(),
                        key.retiredAt(),
                        key.messages());
    }

    static Notice stillOpen() {
        return AdminKeysPage.warning(
                "The last rotation is not over.", "Its old key is still there. Rotate again when it is gone.");
    }

    private static Notice wornOut(DataKey key) {
        return AdminKeysPage.warning(
                String.format(Locale.ENGLISH, "The key in use has encrypted %,d values. Rotate it.", key.messages()),
                String.format(
                        Locale.ENGLISH,
                        "A key may encrypt %,d, and no more is safe. Nothing stands still while it is rotated.",
                        DataKey.MOST_MESSAGES));
    }

    static Notice behind(long nodes) {
        return AdminKeysPage.warning(
                nodes == 1
                        ? "One server does not hold the present keys."
                        : nodes + " servers do not hold the present keys.",
                "They look every five seconds. If this stays, they need the new outer key and a restart, or the key store is away.");
    }

    static Notice overtaken() {
        return AdminKeysPage.warning(
                "Somebody else changed the keys at the same moment.", "Nothing of yours was done. Look again.");
    }

    static Notice wrappedOtherwise() {
        return AdminKeysPage.warning(
                "This server cannot open the stored keys.",
                "The outer key was changed. Give this server the new outer key and restart it.");
    }

    static Notice storeRefused(String sentence) {
        return AdminKeysPage.warning("The key store did not wrap the new key. Nothing was changed.", sentence);
    }
}
