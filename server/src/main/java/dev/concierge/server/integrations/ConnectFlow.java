package dev.concierge.server.integrations;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.authorization.AuthorizationRequest;
import dev.concierge.server.authorization.AuthorizationRequests;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.catalog.ScopeCeilings;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Offers.Offer;
import dev.concierge.server.integrations.UpstreamAccounts.Whose;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.NodeLimiter;
import dev.concierge.server.oauth.Callback;
import dev.concierge.server.oauth.Callbacks;
import dev.concierge.server.oauth.CodeExchange;
import dev.concierge.server.oauth.ExchangeOutcome;
import dev.concierge.server.oauth.IdTokenFault;
import dev.concierge.server.oauth.OAuthError;
import dev.concierge.server.oauth.TokenEndpoint;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.oauth.Trouble;
import dev.concierge.server.vault.UpstreamSubject;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The way back from a provider (RFC 6749 section 4.1): take the request, exchange the code, find out who it is, store or ask. The way there is
 * {@link ConnectStart}.
 */
@Component
public class ConnectFlow {
    /** Lines in the trail about answers that belong to no trip: of each account, and of everybody who is not signed in. A flood of them is a number in the metrics. */
    private static final Limit REFUSALS_WRITTEN = new Limit("callbacks refused", 30, Duration.ofSeconds(10));

    private static final String NOBODY = "anonymous";

    private final Catalog catalog;
    private final Registrations registrations;
    private final AuthorizationRequests requests;
    private final TokenEndpoint tokenEndpoint;
    private final UpstreamAccounts upstreamAccounts;
    private final ScopeCeilings ceilings;
    private final Offers offers;
    private final ConsentStore consents;
    private final Vault vault;
    private final AccountScope accounts;
    private final AuditTrail audit;
    private final NodeLimiter limiter;
    private final MeterRegistry meters;

    ConnectFlow(
            Catalog catalog,
            Registrations registrations,
            AuthorizationRequests requests,
            TokenEndpoint tokenEndpoint,
            UpstreamAccounts upstreamAccounts,
            ScopeCeilings ceilings,
            Offers offers,
            ConsentStore consents,
            Vault vault,
            AccountScope accounts,
            AuditTrail audit,
            NodeLimiter limiter,
            MeterRegistry meters) {
        this.catalog = catalog;
        this.registrations = registrations;
        this.requests = requests;
        this.tokenEndpoint = tokenEndpoint;
        this.upstreamAccounts = upstreamAccounts;
        this.ceilings = ceilings;
        this.offers = offers;
        this.consents = consents;
        this.vault = vault;
        this.accounts = accounts;
        this.audit = audit;
        this.limiter = limiter;
        this.meters = meters;
    }

    /**
     * Completes a trip.
     *
     * @param parameters the callback's, with every value of every name
     * @param browser the one that came back; empty when it carries no cookie of ours
     * @param person who is signed in there; null when nobody is
     * @throws TripRefused when this is no answer to a request of this browser and session, or the provider gave no tokens
     */
    public ConnectOutcome complete(
            String providerId,
            Map<String, List<String>> parameters,
            Optional<BrowserId> browser,
            Caller.@Nullable Person person) {
        Provider provider = catalog.require(providerId);
        Callback callback = Callbacks.parse(parameters, provider);
        Secret state = stateOf(callback, provider, person);
        AuthorizationRequest request = browser.flatMap(known -> requests.take(provider.id(), state, known))
                .orElseThrow(() -> refused(provider, person, "state"));
        Caller.Person traveller = sameSession(request, provider, person);
        ConnectOutcome outcome = switch (callback) {
            case Callback.Code(Secret _, Secret code) ->
                exchange(provider, request, browser.orElseThrow(), code, traveller);
            case Callback.Denied _ -> denied(provider, traveller);
            case Callback.Failed(Secret _, OAuthError error) -> throw failed(provider, traveller, error);
            case Callback.Refused _ -> throw new IllegalStateException("refused before");
        };
        count(provider, outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        return outcome;
    }

    /** A posted answer that names no open trip, or a handle of one that is used or too old. */
    public TripRefused unknown(Provider provider) {
        return refused(provider, null, "form");
    }

    private Secret stateOf(Callback callback, Provider provider, Caller.@Nullable Person person) {
        return switch (callback) {
            case Callback.Code(Secret state, Secret _) -> state;
            case Callback.Denied(Secret state) -> state;
            case Callback.Failed(Secret state, var _) -> state;
            case Callback.Refused(var fault) ->
                throw refused(provider, person, fault.name().toLowerCase(Locale.ROOT));
        };
    }

    /** The session that began the trip must be the one that ends it. */
    private Caller.Person sameSession(AuthorizationRequest request, Provider provider, Caller.@Nullable Person person) {
        if (person == null
                || !person.accountId().equals(request.accountId())
                || !person.sessionId().equals(request.sessionId())) {
            throw refused(provider, person, "session");
        }
        return person;
    }

    private ConnectOutcome exchange(
            Provider provider, AuthorizationRequest request, BrowserId browser, Secret code, Caller.Person person) {
        Registration registration = registrations
                .byId(request.registrationId())
                .orElseThrow(() -> ended(
                        provider, person, TripRefusal.MISCONFIGURED, "no_registration", ErrorWords.CLIENT_DISABLED));
        CodeExchange exchange = new CodeExchange(code, request.redirectUri(), request.verifier(), request.nonce());
        return switch (tokenEndpoint.exchange(provider, registration, exchange)) {
            case ExchangeOutcome.Exchanged exchanged ->
                pin(provider, registration, request, browser, exchanged, person);
            case ExchangeOutcome.Unproven(TokenSet tokens, var fault) -> {
                discard(provider, registration, tokens, person);
                throw ended(
                        provider,
                        person,
                        fault == IdTokenFault.KEYS_UNAVAILABLE ? TripRefusal.NO_ANSWER : TripRefusal.UNPROVEN,
                        "id_token_" + fault.name().toLowerCase(Locale.ROOT),
                        null);
            }
            case ExchangeOutcome.Unfinished(TokenSet tokens, var _, var _) -> {
                discard(provider, registration, tokens, person);
                throw unavailable(provider);
            }
            case ExchangeOutcome.Refused(var error) -> throw failed(provider, person, error);
            case ExchangeOutcome.Misconfigured(var error) -> throw failed(provider, person, error);
            case ExchangeOutcome.Unavailable(var trouble, var _, boolean _) -> throw unavailable(provider, trouble);
        };
    }

    private ConnectOutcome pin(
            Provider provider,
            Registration registration,
            AuthorizationRequest request,
            BrowserId browser,
            ExchangeOutcome.Exchanged exchanged,
            Caller.Person person) {
        return switch (upstreamAccounts.identify(provider, exchanged)) {
            case Whose.Account account ->
                keep(provider, registration, request, browser, exchanged.tokens(), account, person);
            case Whose.Nobody() -> {
                discard(provider, registration, exchanged.tokens(), person);
                throw ended(provider, person, TripRefusal.REFUSED, "unknown_account", ErrorWords.NOBODY_NAMED);
            }
            case Whose.NotNow(var trouble, var _) -> {
                discard(provider, registration, exchanged.tokens(), person);
                throw unavailable(provider, trouble);
            }
        };
    }

    private ConnectOutcome keep(
            Provider provider,
            Registration registration,
            AuthorizationRequest request,
            BrowserId browser,
            TokenSet tokens,
            Whose.Account account,
            Caller.Person person) {
        Set<String> asked = Set.copyOf(request.scopes());
        Set<String> granted = provider.granted(asked, tokens.scopes());
        Set<String> unknown = new LinkedHashSet<>(granted);
        unknown.removeIf(name -> provider.scope(name).isPresent());
        Set<String> used = new LinkedHashSet<>(granted);
        used.removeAll(unknown);
        Upstream upstream = new Upstream(
                provider,
                registration,
                new Connectable(
                        new UpstreamSubject(account.subject(), account.consentSubject()), account.label(), null),
                asked,
                used,
                unknown,
                tokens);
        withinRole(upstream, person);
        return settle(person, request, browser, upstream);
    }

    /** Whoever is handed a token can do all that it allows, asked or not: so what is above the role is a reason to have none. */
    private void withinRole(Upstream upstream, Caller.Person person) {
        Provider provider = upstream.provider();
        List<Provider.Scope> above = ceilings.above(person.role(), provider, upstream.granted());
        if (!above.isEmpty()) {
            discard(upstream, person);
            TripRefusal.Told told = new TripRefusal.Told(provider, null, above);
            throw ended(person, TripRefusal.ABOVE_ROLE, "scope_ceiling", told);
        }
    }

    private ConnectOutcome settle(
            Caller.Person person, AuthorizationRequest request, BrowserId browser, Upstream upstream) {
        return switch (offers.of(upstream)) {
            case Offer.Settled(Upstream settled) ->
                consents.storeOrAsk(person, request, browser, settled).orElseThrow(() -> over(settled, person));
            case Offer.Several(var all) ->
                consents.choose(person, request, browser, upstream, all).orElseThrow(() -> over(upstream, person));
            case Offer.Nothing() -> throw without(upstream, person, TripRefusal.NOTHING_TO_CHOOSE, "nothing_to_choose");
            case Offer.Unlisted() -> throw without(upstream, person, TripRefusal.NOT_LISTED, "choice_scope_missing");
            case Offer.Refused(int status) ->
                throw without(upstream, person, TripRefusal.REFUSED, "choice_refused_" + status);
            case Offer.NotNow(var trouble) -> {
                discard(upstream, person);
                throw unavailable(upstream.provider(), trouble);
            }
        };
    }

    private TripRefused over(Upstream upstream, Caller.Person person) {
        TripRefusal refusal = consents.over(person).orElse(TripRefusal.NOT_YOURS);
        return without(upstream, person, refusal, ConsentStore.code(refusal));
    }

    /** Ends a trip that came back with tokens, but with nothing that they could connect. */
    private TripRefused without(Upstream upstream, Caller.Person person, TripRefusal refusal, String code) {
        discard(upstream, person);
        return ended(upstream.provider(), person, refusal, code, null);
    }

    /** Tokens that nobody may use are ended at the provider, where that ends nothing else. */
    private void discard(Provider provider, Registration registration, TokenSet tokens, Caller.Person person) {
        accounts.call(
                person.accountId(), _ -> vault.discard(person.accountId(), provider, registration.id(), null, tokens));
    }

    private void discard(Upstream upstream, Caller.Person person) {
        accounts.call(
                person.accountId(),
                _ -> vault.discard(
                        person.accountId(),
                        upstream.provider(),
                        upstream.registration().id(),
                        upstream.subject(),
                        upstream.tokens()));
    }

    private ConnectOutcome denied(Provider provider, Caller.Person person) {
        audit.recordAlone(AuditEvent.refused(
                        person.accountId(),
                        "person:" + person.accountId(),
                        "integration.connect",
                        null,
                        "denied_at_provider")
                .with("provider", provider.id()));
        return new ConnectOutcome.Denied(provider.id());
    }

    private TripRefused refused(Provider provider, Caller.@Nullable Person person, String reason) {
        String actor = person == null ? NOBODY : "person:" + person.accountId();
        if (limiter.tryTake(REFUSALS_WRITTEN, actor)) {
            audit.recordAlone(AuditEvent.refused(
                            person == null ? null : person.accountId(), actor, "integration.callback", null, reason)
                    .with("provider", provider.id()));
        }
        count(provider, "refused");
        return new TripRefused(provider, TripRefusal.NOT_YOURS, null);
    }

    /** What an error of the provider means to the person, by its table. */
    private TripRefused failed(Provider provider, Caller.Person person, OAuthError error) {
        ErrorWords words = error.rule() == null ? null : error.rule().words();
        return switch (error.cause().orElse(Cause.REJECTED)) {
            case MISCONFIGURED -> ended(provider, person, TripRefusal.MISCONFIGURED, error.code(), words);
            case RETRY -> unavailable(provider, words == ErrorWords.PROVIDER_BUSY ? Trouble.BUSY : Trouble.BROKEN);
            case REJECTED, DENIED, UPGRADE -> ended(provider, person, TripRefusal.REFUSED, error.code(), words);
        };
    }

    private TripRefused unavailable(Provider provider) {
        return unavailable(provider, Trouble.NO_ANSWER);
    }

    private TripRefused unavailable(Provider provider, Trouble trouble) {
        count(provider, "unavailable");
        TripRefusal refusal = trouble == Trouble.BUSY ? TripRefusal.BUSY : TripRefusal.NO_ANSWER;
        return new TripRefused(provider, refusal, null);
    }

    private TripRefused ended(
            Provider provider, Caller.Person person, TripRefusal refusal, String code, @Nullable ErrorWords words) {
        return ended(person, refusal, code, new TripRefusal.Told(provider, words, List.of()));
    }

    private TripRefused ended(Caller.Person person, TripRefusal refusal, String code, TripRefusal.Told told) {
        Provider provider = told.provider();
        audit.recordAlone(AuditEvent.refused(
                        person.accountId(), "person:" + person.accountId(), "integration.connect", null, code)
                .with("provider", provider.id()));
        count(
                provider,
                switch (refusal) {
                    case MISCONFIGURED -> "misconfigured";
                    case ACCOUNT_DISABLED, NOT_YOURS -> "refused";
                    case BUSY, NO_ANSWER -> "unavailable";
                    case REFUSED, UNPROVEN, ABOVE_ROLE, NOTHING_TO_CHOOSE, NOT_LISTED -> "provider_refused";
                });
        return new TripRefused(refusal, told);
    }

    private void count(Provider provider, String outcome) {
        meters.counter("concierge.connects", "provider", provider.id(), "outcome", outcome)
                .increment();
    }
}
