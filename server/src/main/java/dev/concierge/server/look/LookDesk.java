package dev.concierge.server.look;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.identity.AdminDoor;
import dev.concierge.server.identity.DisplayName;
import dev.concierge.server.identity.EmailAddress;
import dev.concierge.server.identity.Visitor;
import dev.concierge.server.web.Appearance;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Permission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The look, for administrators; the caller has had a fresh proof where something is changed. */
@Component
public class LookDesk {
    private static final int LONGEST_NAME = 40;

    private final LookBook book;
    private final AdminDoor door;
    private final SystemScope system;
    private final AuditTrail audit;

    LookDesk(LookBook book, AdminDoor door, SystemScope system, AuditTrail audit) {
        this.book = book;
        this.door = door;
        this.system = system;
        this.audit = audit;
    }

    /**
     * What somebody wants, as they wrote it; blank and null mean the usual.
     *
     * @param colour on light pages, and on buttons
     * @param darkColour on dark pages; a lighter one of the same hue when it is left out
     */
    public record Wanted(
            @Nullable String name,
            @Nullable String colour,
            @Nullable String darkColour,
            @Nullable String support) {}

    /** What came of it. */
    public sealed interface Outcome {
        record Done(StoredLook look) implements Outcome {}

        /** @param sentence what cannot be taken, and why */
        record Unfit(String sentence) implements Outcome {}

        /** Somebody else changed it meanwhile; nothing was changed. */
        record Overtaken(StoredLook now) implements Outcome {}
    }

    /** What was written is fit. */
    public sealed interface Checked {
        record Fit(
                String name,
                @Nullable Colours colours,
                @Nullable String support) implements Checked {}

        record Unfit(String sentence) implements Checked {}
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public StoredLook show(Caller.Person actor) {
        admit(actor);
        return book.read();
    }

    /** @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public void admit(Caller.Person actor) {
        door.admit(actor, Permission.SET_LOOK);
    }

    /** The picture of this hash; empty for any other than today's. For everybody. */
    public Optional<Logo> logo(String hash) {
        return Optional.ofNullable(book.stored().logo())
                .filter(logo -> logo.hash().equals(hash));
    }

    /** Looks at what somebody wrote, and changes nothing. */
    public static Checked check(Wanted wanted) {
        Optional<String> typed = text(wanted.name());
        Optional<String> name = typed.isEmpty()
                ? Optional.of(Appearance.USUAL.name())
                : DisplayName.parse(typed.get())
                        .map(DisplayName::value)
                        .filter(one -> one.length() <= LONGEST_NAME && one.indexOf('<') < 0 && one.indexOf('>') < 0);
        if (name.isEmpty()) {
            return new Checked.Unfit("Write a name of one line, up to 40 characters.");
        }
        Optional<String> support = text(wanted.support());
        if (support.isPresent() && EmailAddress.parse(support.get()).isEmpty()) {
            return new Checked.Unfit("The support address is not one e-mail address.");
        }
        return colours(
                name.get(),
                support.flatMap(EmailAddress::parse).map(EmailAddress::value).orElse(null),
                text(wanted.colour()),
                text(wanted.darkColour()));
    }

    private static Checked colours(
            String name, @Nullable String support, Optional<String> colour, Optional<String> darkColour) {
        if (colour.isEmpty() && darkColour.isEmpty()) {
            return new Checked.Fit(name, null, support);
        }
        Optional<Colour> light = colour.flatMap(Colour::parse);
        if (light.isEmpty()) {
            return new Checked.Unfit("The colour is written like #1f5c5a.");
        }
        Optional<Colour> dark = darkColour.isEmpty() ? light.map(Colour::forDark) : darkColour.flatMap(Colour::parse);
        if (dark.isEmpty()) {
            return new Checked.Unfit("The colour for dark pages is written like #88d0cc.");
        }
        return light.get()
                .faultOnLight()
                .or(() -> dark.get().faultOnDark())
                .<Checked>map(Checked.Unfit::new)
                .orElseGet(() -> new Checked.Fit(name, new Colours(light.get(), dark.get()), support));
    }

    private static Optional<String> text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? Optional.empty() : Optional.of(typed.strip());
    }

    /**
     * Sets name, colours and support address.
     *
     * @param version of the look that was changed
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}
     */
    public Outcome save(Caller.Person actor, long version, Wanted wanted, Visitor visitor) {
        admit(actor);
        return switch (check(wanted)) {
            case Checked.Unfit(String sentence) -> new Outcome.Unfit(sentence);
            case Checked.Fit fit ->
                write(
                        actor,
                        visitor,
                        "name and colours",
                        before -> before.version() != version
                                ? null
                                : new StoredLook(version, fit.name(), fit.colours(), fit.support(), before.logo()));
        };
    }

    /** Sets the logo. @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public Outcome saveLogo(Caller.Person actor, byte[] file, Visitor visitor) {
        admit(actor);
        return switch (Logo.of(file)) {
            case Logo.Outcome.Unfit(String sentence) -> new Outcome.Unfit(sentence);
            case Logo.Outcome.Fit(Logo logo) -> write(actor, visitor, "logo", before -> with(before, logo));
        };
    }

    /** Goes back to the key tag. @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public Outcome removeLogo(Caller.Person actor, Visitor visitor) {
        admit(actor);
        return write(actor, visitor, "no logo", before -> with(before, null));
    }

    /** Goes back to how it comes. @throws dev.concierge.server.problem.ProblemException {@code forbidden} */
    public Outcome reset(Caller.Person actor, Visitor visitor) {
        admit(actor);
        return write(
                actor,
                visitor,
                "as it comes",
                before -> new StoredLook(before.version(), Appearance.USUAL.name(), null, null, null));
    }

    private static StoredLook with(StoredLook before, @Nullable Logo logo) {
        return new StoredLook(before.version(), before.name(), before.colours(), before.support(), logo);
    }

    private interface Change {
        /** @return null when another version was meant */
        @Nullable
        StoredLook of(StoredLook before);
    }

    private Outcome write(Caller.Person actor, Visitor visitor, String what, Change change) {
        return system.call(jdbc -> {
            StoredLook before = book.read();
            StoredLook after = change.of(before);
            if (after == null || !book.write(after)) {
                return new Outcome.Overtaken(book.read());
            }
            audit.record(AuditEvent.done(actor.accountId(), actor.actor(), "look.change", null)
                    .with("what", what)
                    .with("before", before.name())
                    .with("after", after.name())
                    .from(visitor.subject(actor.email())));
            return new Outcome.Done(book.read());
        });
    }
}
