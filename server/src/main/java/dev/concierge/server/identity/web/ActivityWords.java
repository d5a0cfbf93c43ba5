package dev.concierge.server.identity.web;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.identity.own.OwnTrail;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Acts of the trail in plain words. One that is not listed here is shown by its own name. */
final class ActivityWords {
    /**
     * An act.
     *
     * @param did goes on after who did it
     * @param tried goes on after "tried to"
     */
    private record Act(String did, String tried, String icon) {}

    private static final Map<String, Act> ACTS = Map.ofEntries(
            Map.entry("session.start", new Act("signed in", "sign in", "lock")),
            Map.entry("session.begin", new Act("began to sign in", "begin to sign in", "lock")),
            Map.entry("session.renew", new Act("proved once more who you are", "prove who you are", "lock")),
            Map.entry("session.end", new Act("signed out a device", "sign out a device", "out")),
            Map.entry("session.disown", new Act("said that a sign-in was not yours", "disown a sign-in", "warn")),
            Map.entry("session.start.throttled", new Act("tried to sign in too often", "sign in", "warn")),
            Map.entry("token.start", new Act("signed a program in", "sign a program in", "code")),
            Map.entry("token.end", new Act("ended a program’s sign-in", "end a program’s sign-in", "code")),
            Map.entry("token.refresh", new Act("renewed a program’s sign-in", "renew a program’s sign-in", "code")),
            Map.entry(
                    "alert.token_reuse",
                    new Act("used a program’s old token", "use a program’s old token again", "warn")),
            Map.entry("alert.passkey_cloned", new Act("used a copied passkey", "use a copied passkey", "warn")),
            Map.entry("request.forged", new Act("sent a forged request", "send a forged request", "warn")),
            Map.entry("request.forbidden", new Act("asked for what is not allowed", "do what is not allowed", "warn")),
            Map.entry("password.reset", new Act("set a new password", "set a new password", "lock")),
            Map.entry("password.end", new Act("ended the old password", "end the password", "lock")),
            Map.entry("identity.add", new Act("added a way to sign in", "add a way to sign in", "plus")),
            Map.entry("identity.remove", new Act("removed a way to sign in", "remove a way to sign in", "trash")),
            Map.entry("identity.address", new Act("came with another address", "come with another address", "mail")),
            Map.entry("factor.add", new Act("added a second factor", "add a second factor", "plus")),
            Map.entry("factor.remove", new Act("removed a second factor", "remove a second factor", "trash")),
            Map.entry("factor.end", new Act("ended a second factor", "end a second factor", "trash")),
            Map.entry("factor.rename", new Act("renamed a second factor", "rename a second factor", "passkey")),
            Map.entry("factor.reset", new Act("removed your second factors", "remove your second factors", "trash")),
            Map.entry("factor.prove", new Act("used a second factor", "use a second factor", "passkey")),
            Map.entry("factor.prove.throttled", new Act("typed wrong codes too often", "type codes", "warn")),
            Map.entry("factor.recovery_codes", new Act("made new recovery codes", "make recovery codes", "passkey")),
            Map.entry("api_key.create", new Act("made an API key", "make an API key", "key")),
            Map.entry("api_key.revoke", new Act("ended an API key", "end an API key", "key")),
            Map.entry("api_key.use", new Act("used an API key", "use an API key", "key")),
            Map.entry("integration.connect", new Act("connected an account", "connect an account", "keys")),
            Map.entry("integration.start", new Act("went to connect an account", "connect an account", "keys")),
            Map.entry(
                    "integration.callback", new Act("came back from a provider", "come back from a provider", "keys")),
            Map.entry("integration.choose", new Act("chose what is connected", "choose what is connected", "keys")),
            Map.entry("integration.choice", new Act("was asked to choose", "choose what is connected", "keys")),
            Map.entry(
                    "integration.choice_end",
                    new Act("ended a choice that waited", "end a choice that waited", "clock")),
            Map.entry("integration.choice_expired", new Act("ended a choice nobody made", "end a choice", "clock")),
            Map.entry("integration.disconnect", new Act("disconnected an account", "disconnect an account", "unplug")),
            Map.entry("integration.rename", new Act("renamed a connection", "rename a connection", "keys")),
            Map.entry("integration.describe", new Act("described a connection", "describe a connection", "keys")),
            Map.entry("ticket.issue", new Act("asked for a page to connect", "ask for a page to connect", "keys")),
            Map.entry("ticket.take", new Act("opened a page to connect", "open a page to connect", "keys")),
            Map.entry(
                    "emergency.stop",
                    new Act("ended the use of your connected accounts", "end the use of connections", "unplug")),
            Map.entry("emergency.pause", new Act("paused that", "pause that", "unplug")),
            Map.entry("emergency.resume", new Act("went on with that", "go on with that", "unplug")),
            Map.entry("emergency.finish", new Act("was done with that", "be done with that", "unplug")),
            Map.entry("sync.pause", new Act("paused what is read of an account", "pause what is read", "clock")),
            Map.entry("sync.resume", new Act("went on reading an account", "go on reading", "refresh")),
            Map.entry("sync.schedule", new Act("changed how often an account is read", "change that", "clock")),
            Map.entry("sync.bodies_on", new Act("had the text of messages read", "have the text read", "mail")),
            Map.entry("sync.bodies_off", new Act("had the text of messages deleted", "have the text deleted", "mail")),
            Map.entry("sync.now", new Act("asked for a sync", "ask for a sync", "refresh")),
            Map.entry(
                    "integration.stop", new Act("ended our access to a connected account", "end our access", "unplug")),
            Map.entry(
                    "integration.import",
                    new Act("brought a connection over from an older installation", "bring a connection over", "down")),
            Map.entry("grant.refresh", new Act("renewed a token", "renew a token", "refresh")),
            Map.entry("grant.revoke", new Act("ended access at a provider", "end access at a provider", "unplug")),
            Map.entry("grant.destroy", new Act("deleted a dead token", "delete a dead token", "trash")),
            Map.entry("grant.open", new Act("opened a token", "open a token", "warn")),
            Map.entry("revocation.open", new Act("opened a token to end it", "open a token to end it", "warn")),
            Map.entry("account.create", new Act("made the account", "make an account with this address", "person")),
            Map.entry(
                    "account.import",
                    new Act("brought the account over from an older installation", "bring it over", "down")),
            Map.entry("account.profile", new Act("changed your profile", "change your profile", "person")),
            Map.entry("account.role", new Act("changed your role", "change your role", "people")),
            Map.entry("account.status", new Act("changed whether you may sign in", "change your state", "people")),
            Map.entry("account.local_id", new Act("changed your local id", "change your local id", "people")),
            Map.entry("account.sign_out", new Act("signed you out everywhere", "sign you out", "out")),
            Map.entry("account.unlock", new Act("lifted the limits on signing in", "lift limits", "lock")),
            Map.entry("account.leave", new Act("asked to delete the account", "delete the account", "trash")),
            Map.entry("account.keep", new Act("kept the account", "keep the account", "check")),
            Map.entry("account.email.ask", new Act("asked for a link to an address", "ask for a link", "mail")),
            Map.entry("account.email.change", new Act("changed your address", "change your address", "mail")),
            Map.entry("account.email.prove", new Act("confirmed your address", "confirm your address", "mail")),
            Map.entry("account.email.undo", new Act("took your address back", "take your address back", "mail")),
            Map.entry("export.ask", new Act("asked for a copy of your data", "ask for your data", "download")),
            Map.entry("export.ready", new Act("made the copy of your data", "make the copy", "download")),
            Map.entry("export.download", new Act("saved the copy of your data", "save your data", "download")),
            Map.entry("invitation.send", new Act("invited somebody", "invite somebody", "mail")),
            Map.entry("invitation.revoke", new Act("took an invitation back", "take an invitation back", "mail")),
            Map.entry(
                    "invitation.end",
                    new Act("ended an invitation, with the right to invite", "end an invitation", "mail")),
            Map.entry("invitation.accept", new Act("accepted an invitation", "accept an invitation", "mail")),
            Map.entry("audit.export", new Act("saved a copy of the trail", "save a copy of the trail", "download")));

    private ActivityWords() {}

    static ActivityView.Row row(OwnTrail.Act act) {
        AuditEntry entry = act.entry();
        boolean refused = entry.outcome() == AuditEvent.Outcome.REFUSED;
        String plain = entry.action().replace('.', ' ').replace('_', ' ');
        Act words = Objects.requireNonNullElse(
                ACTS.get(entry.action()), new Act("did: " + plain, "do: " + plain, "activity"));
        return new ActivityView.Row(
                entry.at(),
                who(act.by()),
                refused ? "tried to " + words.tried() + ", and did not get through" : words.did(),
                words.icon(),
                refused,
                act.by() == OwnTrail.By.ADMINISTRATOR || act.by() == OwnTrail.By.OPERATOR,
                facts(entry),
                from(entry.subject()));
    }

    private static String who(OwnTrail.By by) {
        return switch (by) {
            case SELF -> "You";
            case KEY -> "One of your API keys";
            case STRANGER -> "Somebody who was not signed in";
            case ADMINISTRATOR -> "An administrator";
            case OPERATOR -> "Whoever runs this installation";
            case SYSTEM -> "Concierge";
        };
    }

    private static String facts(AuditEntry entry) {
        Map<String, String> detail = entry.detail();
        String before = detail.get("before");
        String after = detail.get("after");
        if (before != null && after != null) {
            return none(before) + " → " + none(after);
        }
        return detail.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(fact -> fact.getKey().replace('_', ' ') + ": " + fact.getValue())
                .collect(Collectors.joining(" · "));
    }

    private static String none(String value) {
        return value.isEmpty() ? "none" : value;
    }

    private static String from(AuditEvent.@Nullable Subject subject) {
        if (subject == null) {
            return "";
        }
        String agent = subject.agent();
        String device = agent == null ? "" : Devices.words(agent);
        return Stream.of(device, Objects.requireNonNullElse(subject.address(), ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }
}
