package dev.concierge.sandbox;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a trip through the pages still needs of its person, as the dialect has it. */
final class Needs {
    private final AuthorizeDialect dialect;
    private final KnobBoard knobs;
    private final People people;
    private final Grants grants;

    Needs(AuthorizeDialect dialect, KnobBoard knobs, People people, Grants grants) {
        this.dialect = dialect;
        this.knobs = knobs;
        this.people = people;
        this.grants = grants;
    }

    /** What the person ticked, where there was something to tick; a scope nobody asked for is not granted. */
    List<String> granted(Asked asked, List<String> ticked) {
        if (!dialect.granular(asked.scopes())) {
            return asked.scopes();
        }
        var unticked = knobs.get(Knobs.PARTIAL_CONSENT);
        return asked.scopes().stream()
                .filter(scope -> dialect.text(scope).always() || (ticked.contains(scope) && !unticked.contains(scope)))
                .toList();
    }

    /** What keeps the person from agreeing. */
    Optional<Hurdle> hurdle(Interaction interaction) {
        return dialect.hurdle(interaction.asked(), person(interaction));
    }

    /** What there is to choose before the consent page. */
    Optional<Step> step(Interaction interaction) {
        return dialect.step(interaction.asked(), person(interaction), interaction.chosen());
    }

    /** Whether the person must be asked. */
    boolean consent(Interaction interaction, Client client) {
        return dialect.needsConsent(complete(interaction, client), before(interaction, client));
    }

    /** The request as the person is asked for it. */
    Asked complete(Interaction interaction, Client client) {
        return dialect.complete(interaction.asked(), before(interaction, client));
    }

    private @Nullable Grant before(Interaction interaction, Client client) {
        var person = person(interaction);
        return grants.find(dialect.grantName(client, person, interaction.chosen()), person.account())
                .orElse(null);
    }

    /** Who was chosen. */
    Person person(Interaction interaction) {
        var account = interaction.account();
        if (account == null) {
            throw new IllegalStateException("nobody was chosen yet");
        }
        return people.get(account);
    }
}
