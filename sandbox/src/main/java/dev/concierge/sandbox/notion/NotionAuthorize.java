package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.AuthorizeDialect;
import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Clients;
import dev.concierge.sandbox.Grant;
import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Redirect;
import dev.concierge.sandbox.Step;
import dev.concierge.sandbox.dialect.RequestReader;
import dev.concierge.sandbox.dialect.RequestReader.Wrong;
import dev.concierge.sandbox.http.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notion's authorization request (fields 1, 2, 13): workspace, pages, capabilities; no scopes, no PKCE. */
final class NotionAuthorize implements AuthorizeDialect {
    private final KnobBoard knobs;
    private final Clients clients;
    private final Grants grants;

    NotionAuthorize(KnobBoard knobs, Clients clients, Grants grants) {
        this.knobs = knobs;
        this.clients = clients;
        this.grants = grants;
    }

    @Override
    public String provider() {
        return "notion";
    }

    @Override
    public String title() {
        return "Notion";
    }

    /** May be left out when exactly one is registered (field 3). */
    @Override
    public Redirect redirect(Parameters parameters, Client client) {
        return parameters.get("redirect_uri") == null && client.redirectUris().size() == 1
                ? new Redirect.To(client.redirectUris().getFirst())
                : AuthorizeDialect.super.redirect(parameters, client);
    }

    @Override
    public Reading read(Parameters parameters, Client client, String redirectUri) {
        return RequestReader.read(() -> asked(parameters, client, redirectUri));
    }

    /** Challenges are not looked at; a verifier at the token endpoint is refused there. */
    private Asked asked(Parameters parameters, Client client, String redirectUri) {
        var reader = new RequestReader(parameters);
        reader.responseTypeIsCode();
        if (!reader.required("owner").equals("user")) {
            throw new Wrong("invalid_request", "owner must be user.");
        }
        return new Asked(
                client.id(),
                redirectUri,
                parameters.get("redirect_uri"),
                parameters.get("state"),
                knobs.get(NotionKnobs.CAPABILITIES),
                true,
                false,
                Set.of(),
                null,
                null,
                null);
    }

    @Override
    public ScopeText text(String scope) {
        return Capabilities.text(scope);
    }

    @Override
    public Optional<Step> step(Asked asked, Person person, Map<String, List<String>> chosen) {
        if (!chosen.containsKey(Bots.WORKSPACE)) {
            var options = Workspaces.of(person).stream()
                    .map(each -> new Step.Option(each.id(), each.name(), each.icon(), false))
                    .toList();
            return Optional.of(new Step(Bots.WORKSPACE, "Choose a workspace", false, options));
        }
        return chosen.containsKey(Bots.PAGE) ? Optional.empty() : Optional.of(picker(asked, person, chosen));
    }

    /** Remembers what was picked the last time (field 13); everything is ticked at first. */
    private Step picker(Asked asked, Person person, Map<String, List<String>> chosen) {
        var client = clients.find(provider(), asked.clientId()).orElseThrow();
        var before = grants.find(Bots.grantName(client, person, chosen), person.account())
                .map(grant -> grant.choices().getOrDefault(Bots.PAGE, List.of()))
                .orElse(null);
        var options = Bots.workspace(person, chosen).pages().stream()
                .map(page -> new Step.Option(page.id(), page.title(), "", before == null || before.contains(page.id())))
                .toList();
        return new Step(Bots.PAGE, "Select pages", true, options);
    }

    /** The picker is shown each time, and so is what comes after it. */
    @Override
    public boolean needsConsent(Asked asked, @Nullable Grant before) {
        return true;
    }

    @Override
    public String grantName(Client client, Person person, Map<String, List<String>> chosen) {
        return Bots.grantName(client, person, chosen);
    }

    @Override
    public String newCode() {
        return UUID.randomUUID().toString();
    }
}
