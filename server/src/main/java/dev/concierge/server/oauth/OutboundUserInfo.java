package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Quirk;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.outbound.StrictJson;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** {@link UserInfo} for profiles in JSON. */
@Component
final class OutboundUserInfo implements UserInfo {
    private static final int LONGEST_EMAIL = 320;

    private final Outbound outbound;

    OutboundUserInfo(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public UserInfoOutcome fetch(Provider provider, Secret accessToken, @Nullable String expectedSubject) {
        URI endpoint = provider.identity().userinfo();
        if (endpoint == null) {
            throw new IllegalArgumentException(provider.id() + " has no profile endpoint");
        }
        OutboundRequest request = bearer(provider, "userinfo", withQuery(provider.identity(), endpoint), accessToken);
        return switch (outbound.send(request)) {
            case Unreachable unreachable -> unavailable(Troubles.of(unreachable));
            case Answered answer -> read(provider.identity(), answer, expectedSubject);
        };
    }

    @Override
    public Optional<String> verifiedEmail(Provider provider, Secret accessToken) {
        return provider.quirk(Quirk.EmailList.class)
                .map(list -> outbound.send(bearer(provider, "emails", list.endpoint(), accessToken)))
                .filter(Answered.class::isInstance)
                .map(Answered.class::cast)
                .filter(Answered::successful)
                .flatMap(answer -> StrictJson.array(answer.content()))
                .flatMap(OutboundUserInfo::primary);
    }

    private static Optional<String> primary(JsonNode addresses) {
        for (JsonNode entry : addresses) {
            if (isTrue(entry, "primary") && isTrue(entry, "verified")) {
                return Optional.ofNullable(Members.address(entry, "/email", LONGEST_EMAIL));
            }
        }
        return Optional.empty();
    }

    private static boolean isTrue(JsonNode entry, String member) {
        JsonNode value = entry.path(member);
        return value.isBoolean() && value.booleanValue();
    }

    private static OutboundRequest bearer(Provider provider, String step, URI url, Secret accessToken) {
        return Messages.to(provider, step, Method.GET, url)
                .header("Authorization", "Bearer " + accessToken.reveal())
                .build();
    }

    private static URI withQuery(Identity identity, URI endpoint) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        identity.userinfoQuery().forEach((name, value) -> query.put(name, List.of(value)));
        return Messages.withQuery(endpoint, query);
    }

    private static UserInfoOutcome read(Identity identity, Answered answer, @Nullable String expectedSubject) {
        Found trouble = Troubles.of(answer);
        if (trouble != null) {
            return unavailable(trouble);
        }
        if (answer.status() >= 400) {
            return new UserInfoOutcome.Refused(answer.status());
        }
        String type = answer.headers().mediaType();
        boolean json = answer.successful() && (type.equals("application/json") || type.endsWith("+json"));
        return (json ? StrictJson.object(answer.content()) : Optional.<JsonNode>empty())
                .map(profile -> known(identity, profile, expectedSubject))
                .orElseGet(() -> unavailable(Troubles.garbled(answer)));
    }

    private static UserInfoOutcome known(Identity identity, JsonNode object, @Nullable String expectedSubject) {
        UserProfile profile = Profiles.read(identity, object);
        return profile == null || (expectedSubject != null && !expectedSubject.equals(profile.subject()))
                ? new UserInfoOutcome.Foreign()
                : new UserInfoOutcome.Known(profile);
    }

    private static UserInfoOutcome unavailable(Found found) {
        return new UserInfoOutcome.Unavailable(found.trouble(), found.retryAfter());
    }
}
