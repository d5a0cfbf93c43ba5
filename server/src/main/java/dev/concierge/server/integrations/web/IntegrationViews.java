package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.ErrorWords.Who;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.ScopeCeilings;
import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.Consent;
import dev.concierge.server.integrations.Diagnoses;
import dev.concierge.server.integrations.Diagnosis;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.Receipts;
import dev.concierge.server.integrations.ScopeOffers;
import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.Standings;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.vault.TokenHealth;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Tone;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what the page of one integration shows. */
@Component
class IntegrationViews {
    private static final int UPCOMING = 12;

    private final Integrations integrations;
    private final Standings standings;
    private final Diagnoses diagnoses;
    private final UsageViews usage;
    private final Uses uses;
    private final Receipts receipts;
    private final Vault vault;
    private final ApiKeys keys;
    private final Catalog catalog;
    private final ScopeCeilings ceilings;
    private final ScopeOffers offers;
    private final Optional<SyncedContent> content;
    private final Clock clock;

    IntegrationViews(
            Integrations integrations,
            Standings standings,
            Diagnoses diagnoses,
            UsageViews usage,
            Uses uses,
            Receipts receipts,
            Vault vault,
            ApiKeys keys,
            Catalog catalog,
            ScopeCeilings ceilings,
            ScopeOffers offers,
            Optional<SyncedContent> content,
            Clock clock) {
        this.integrations = integrations;
        this.standings = standings;
        this.diagnoses = diagnoses;
        this.usage = usage;
        this.uses = uses;
        this.receipts = receipts;
        this.vault = vault;
        this.keys = keys;
        this.catalog = catalog;
        this.ceilings = ceilings;
        this.offers = offers;
        this.content = content;
        this.clock = clock;
    }

    IntegrationView of(
            Caller.Person person, Integration integration, @Nullable String news, @Nullable String labelError) {
        Consent consent = integrations.consent(person.accountId(), integration.id());
        Standing standing = standings.of(integration);
        List<SyncedContent.StreamSummary> streams = standing.streams();
        boolean live = integration.state() != IntegrationState.DISCONNECTED;
        List<IntegrationView.Scope> scopes = scopes(person, integration, consent);
        return new IntegrationView(
                integration.id(),
                integration.label(),
                labelError,
                standing.mark(),
                integration.upstreamLabel(),
                integration.connectedAt(),
                standing.badge(),
                notices(person, standing, news),
                consent.givenAt(),
                scopes,
                live ? token(integration) : null,
                streams.stream()
                        .map(stream -> stream(person, integration, stream))
                        .toList(),
                upcoming(integration),
                !streams.isEmpty(),
                usage.of(person, integration),
                uses.of(person, integration),
                callers(person),
                standing.records(),
                new IntegrationView.Can(
                        live && !streams.isEmpty(),
                        live,
                        live && !consent.withheld().isEmpty()));
    }

    DisconnectView disconnect(Caller.Person person, Integration integration) {
        Standing standing = standings.of(integration);
        return new DisconnectView(
                integration.id(),
                integration.label(),
                standing.mark(),
                callers(person).stream().map(IntegrationView.CallerKey::name).toList(),
                standing.records());
    }

    private List<Notice> notices(Caller.Person person, Standing standing, @Nullable String news) {
        List<Notice> notices = new ArrayList<>();
        Diagnosis diagnosis = diagnoses.of(standing.integration());
        boolean bannered = "scope_missing".equals(diagnosis.cause());
        if (!diagnosis.well() && !bannered) {
            notices.add(new Notice(
                    tone(diagnosis),
                    lead(diagnosis),
                    diagnosis.words(),
                    action(person, standing.integration(), diagnosis)));
        }
        if ("stopped".equals(diagnosis.cause())) {
            receipts.ofLatestStop(person.accountId(), standing.integration().id())
                    .ifPresent(receipt -> notices.add(new Notice(
                            Tone.INFO,
                            "What was synced is still here.",
                            "Whether " + standing.provider() + " has ended the old access too stands on the receipt.",
                            Action.link("See the receipt", "/receipts/" + receipt.id()))));
        }
        News.of(news, standing.provider()).ifPresent(notices::add);
        return notices;
    }

    private static Tone tone(Diagnosis diagnosis) {
        if (diagnosis.isAhead()) {
            return Tone.WARN;
        }
        return switch (diagnosis.whoMustAct()) {
            case PERSON -> Tone.BAD;
            case OPERATOR -> Tone.WARN;
            case NOBODY -> Tone.INFO;
        };
    }

    private static String lead(Diagnosis diagnosis) {
        if (diagnosis.isAhead()) {
            return "This connection ends soon.";
        }
        return switch (diagnosis.whoMustAct()) {
            case PERSON -> "This connection needs you.";
            case OPERATOR -> "This is for an administrator.";
            case NOBODY -> "Nothing for you to do.";
        };
    }

    private static @Nullable Action action(Caller.Person person, Integration integration, Diagnosis diagnosis) {
        if (diagnosis.whoMustAct() == Who.OPERATOR && Permission.REGISTRATIONS.allows(person.role())) {
            return Action.link("Our client at " + diagnosis.provider(), "/admin/providers/" + integration.provider());
        }
        String page = "/integrations/" + integration.id();
        return switch (diagnosis.remedy()) {
            case RECONNECT -> Action.post("Reconnect " + diagnosis.provider(), page + "/reconnect");
            case ASK_AGAIN -> Action.post("Ask " + diagnosis.provider() + " again", page + "/scopes");
            case CONNECT -> Action.link("Connect another one", "/integrations");
            case CONSOLE, NONE -> null;
        };
    }

    private List<IntegrationView.Scope> scopes(Caller.Person person, Integration integration, Consent consent) {
        Provider provider = catalog.find(integration.provider()).orElse(null);
        if (provider == null) {
            return List.of();
        }
        Stream<IntegrationView.Scope> known =
                provider.scopes().stream().map(scope -> scope(person, provider, scope, consent));
        Stream<IntegrationView.Scope> unknown = consent.beyond().stream()
                .filter(name -> provider.scope(name).isEmpty())
                .sorted()
                .map(name -> new IntegrationView.Scope(
                        name,
                        "Something that Concierge does not know",
                        provider.name() + " allows it besides; it is never used here",
                        IntegrationView.Grant.BEYOND));
        return Stream.concat(known, unknown).toList();
    }

    private IntegrationView.Scope scope(
            Caller.Person person, Provider provider, Provider.Scope scope, Consent consent) {
        IntegrationView.Grant grant;
        if (consent.granted().contains(scope.name())) {
            grant = IntegrationView.Grant.GRANTED;
        } else if (consent.asked().contains(scope.name())) {
            grant = IntegrationView.Grant.WITHHELD;
        } else if (consent.beyond().contains(scope.name())) {
            grant = IntegrationView.Grant.BEYOND;
        } else if (!ceilings.refused(person.role(), provider, List.of(scope.name()))
                .isEmpty()) {
            grant = IntegrationView.Grant.ABOVE_ROLE;
        } else {
            grant = IntegrationView.Grant.NOT_ASKED;
        }
        return new IntegrationView.Scope(scope.name(), scope.title(), scope.description(), grant);
    }

    private IntegrationView.@Nullable Token token(Integration integration) {
        if (integration.grantId() == null) {
            return null;
        }
        return vault.health(integration.accountId(), integration.grantId())
                .map(this::token)
                .orElse(null);
    }

    private IntegrationView.Token token(TokenHealth health) {
        Badge badge = switch (health.state()) {
            case LIVE -> live(health);
            case NEEDS_RECONNECT -> Badge.signInAgain();
            case MISCONFIGURED -> Badge.waiting();
            case ENDED -> Badge.disconnected();
        };
        return new IntegrationView.Token(
                badge,
                health.obtainedAt(),
                health.expiresAt(),
                health.renewsAt(),
                health.refreshes(),
                health.accessEndsAt(),
                health.keyName());
    }

    private Badge live(TokenHealth health) {
        if (!ended(health)) {
            return new Badge(Tone.OK, "Fresh");
        }
        return health.renewable() ? new Badge(Tone.OK, "Renewed when asked for") : Badge.signInAgain();
    }

    private boolean ended(TokenHealth health) {
        return health.expiresAt() != null && !clock.instant().isBefore(health.expiresAt());
    }

    private List<IntegrationView.CallerKey> callers(Caller.Person person) {
        return keys.list(person).stream()
                .filter(key -> key.isLiving(clock.instant()) && key.scopes().contains(KeyScope.TOKENS_VEND))
                .map(IntegrationViews::caller)
                .toList();
    }

    private static IntegrationView.CallerKey caller(ApiKey key) {
        return new IntegrationView.CallerKey(key.name(), key.lastUsedAt());
    }

    private List<IntegrationView.Event> upcoming(Integration integration) {
        return content
                .map(synced -> synced.upcoming(integration.accountId(), integration.id(), UPCOMING))
                .orElse(List.of())
                .stream()
                .map(event -> new IntegrationView.Event(
                        event.title(), event.startsAt(), event.endsAt(), event.day(), event.place(), event.calendar()))
                .toList();
    }

    private IntegrationView.Stream stream(
            Caller.Person person, Integration integration, SyncedContent.StreamSummary stream) {
        Badge badge = switch (stream.state()) {
            case WAITING -> new Badge(Tone.INFO, "clock", "Begins soon");
            case RUNNING -> Badge.syncing();
            case IN_STEP -> Badge.inStep();
            case PARTIAL -> Badge.partly();
            case PAUSED -> Badge.paused();
            case NOT_ALLOWED -> Badge.notAllowed();
            case FAILED -> Badge.failed();
        };
        boolean running = stream.state() == SyncedContent.StreamState.RUNNING
                || stream.state() == SyncedContent.StreamState.WAITING;
        return new IntegrationView.Stream(
                stream.id(),
                stream.name(),
                stream.records(),
                stream.lastRunAt(),
                stream.nextRunAt(),
                badge,
                running,
                stream.state() == SyncedContent.StreamState.NOT_ALLOWED
                        ? offers.of(person, integration, stream.needs())
                        : null);
    }
}
