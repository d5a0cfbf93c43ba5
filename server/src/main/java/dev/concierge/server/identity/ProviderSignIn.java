package dev.concierge.server.identity;

import dev.concierge.server.authorization.AuthorizationKind;
import dev.concierge.server.authorization.AuthorizationRequest;
import dev.concierge.server.authorization.AuthorizationRequests;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ProviderSignInOutcome.Linked;
import dev.concierge.server.identity.ProviderSignInOutcome.Started;
import dev.concierge.server.identity.ProviderSignInOutcome.Stopped;
import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import dev.concierge.server.oauth.Callback;
import dev.concierge.server.oauth.Callbacks;
import dev.concierge.server.oauth.OAuthError;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The way back from a provider where somebody signed in (OpenID Connect Core section 3.1, RFC 6749 section 4.1): take the trip, prove who it is, let
 * them in. The way there is {@link ProviderSignInStart}.
 */
@Component
public class ProviderSignIn {
    private final ProviderSignInStart start;
    private final AuthorizationRequests requests;
    private final ProviderProof proof;
    private final ProviderAdmission admission;
    private final IdentityLinks links;
    private final ProviderRefusals refusals;
    private final SignInMeters meters;

    ProviderSignIn(
            ProviderSignInStart start,
            AuthorizationRequests requests,
            ProviderProof proof,
            ProviderAdmission admission,
            IdentityLinks links,
            ProviderRefusals refusals,
            SignInMeters meters) {
        this.start = start;
        this.requests = requests;
        this.proof = proof;
        this.admission = admission;
        this.links = links;
        this.refusals = refusals;
        this.meters = meters;
    }

    /**
     * Who came back.
     *
     * @param browser empty when it carries no cookie of ours
     * @param replaced who is signed in in this browser now, whose session ends when somebody signs in; null for nobody
     */
    public record Returned(Optional<BrowserId> browser, Caller.@Nullable Person replaced, Visitor visitor) {}

    /**
     * Completes a trip.
     *
     * @param parameters the callback's, with every value of every name
     * @throws dev.concierge.server.problem.ProblemException {@code not-found} for a provider that is not offered, {@code provider-unavailable} while it
     *     cannot be described
     */
    public ProviderSignInOutcome complete(String providerId, Map<String, List<String>> parameters, Returned returned) {
        Provider provider = start.require(providerId);
        ProviderSignInOutcome outcome = switch (Callbacks.parse(parameters, provider)) {
            case Callback.Code(Secret state, Secret code) ->
                taken(provider, state, returned, request -> admitted(provider, request, code, returned));
            case Callback.Denied(Secret state) ->
                taken(
                        provider,
                        state,
                        returned,
                        _ -> refusals.stop(provider, Why.DENIED, "denied_at_provider", returned.visitor()));
            case Callback.Failed(Secret state, OAuthError error) ->
                taken(provider, state, returned, _ -> failed(provider, error, returned));
            case Callback.Refused(var fault) ->
                refusals.unasked(provider, fault.name().toLowerCase(Locale.ROOT), returned.visitor());
        };
        meters.signIn(
                provider.id(),
                switch (outcome) {
                    case Started _ -> "started";
                    case Linked _ -> "linked";
                    case Stopped(Why why) -> why.name().toLowerCase(Locale.ROOT);
                });
        return outcome;
    }

    /** What follows is only for a trip that this browser began to sign in at this provider; it is over now. */
    private ProviderSignInOutcome taken(
            Provider provider,
            Secret state,
            Returned returned,
            Function<AuthorizationRequest, ProviderSignInOutcome> next) {
        return returned.browser()
                .flatMap(browser -> requests.take(provider.id(), state, browser))
                .filter(request ->
                        request.kind() == AuthorizationKind.SIGN_IN || request.kind() == AuthorizationKind.LINK)
                .map(next)
                .orElseGet(() -> refusals.unasked(provider, "state", returned.visitor()));
    }

    private ProviderSignInOutcome admitted(
            Provider provider, AuthorizationRequest request, Secret code, Returned returned) {
        return switch (proof.of(provider, request, code)) {
            case ProviderProof.Outcome.Proven(UpstreamPerson person) ->
                request.kind() == AuthorizationKind.LINK
                        ? links.join(provider, request, person, returned)
                        : admission.admit(provider, person, returned, request.returnPath());
            case ProviderProof.Outcome.Failed(Why why, String reason) ->
                refusals.stop(provider, why, reason, returned.visitor());
        };
    }

    private ProviderSignInOutcome failed(Provider provider, OAuthError error, Returned returned) {
        return refusals.stop(provider, ProviderProof.why(error), error.code(), returned.visitor());
    }
}
