package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Provider.Identity;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** {@link UserInfo} for profiles in JSON. */
@Component
final class OutboundUserInfo implements UserInfo {
    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_LABEL = 320;
    private static final int LONGEST_NAME = 200;

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
        OutboundRequest request = OutboundRequest.to(
                        provider.id(), "userinfo", provider.allowedHosts(), OutboundRequest.Method.GET, endpoint)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + accessToken.reveal())
                .answerLimit(LARGEST)
                .build();
        return switch (outbound.send(request)) {
            case Unreachable unreachable -> unavailable(Troubles.of(unreachable));
            case Answered answer -> read(provider.identity(), answer, expectedSubject);
        };
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
        return (json ? StrictJson.object(answer.content()) : java.util.Optional.<JsonNode>empty())
                .map(profile -> known(identity, profile, expectedSubject))
                .orElseGet(() -> unavailable(Troubles.garbled(answer)));
    }

    private static UserInfoOutcome known(Identity identity, JsonNode profile, @Nullable String expectedSubject) {
        String subject = subject(profile, identity.subject());
        if (subject == null || (expectedSubject != null && !expectedSubject.equals(subject))) {
            return new UserInfoOutcome.Foreign();
        }
        return new UserInfoOutcome.Known(new UserProfile(
                subject,
                Members.line(profile, identity.label(), LONGEST_LABEL),
                Members.line(profile, identity.name(), LONGEST_NAME)));
    }

    /** Some providers number their accounts. */
    private static @Nullable String subject(JsonNode profile, String member) {
        Long number = profile.path(member).isIntegralNumber() ? Members.count(profile, member) : null;
        String subject = number == null ? Members.text(profile, member) : number.toString();
        return Subjects.fit(subject) ? subject : null;
    }

    private static UserInfoOutcome unavailable(Found found) {
        return new UserInfoOutcome.Unavailable(found.trouble(), found.retryAfter());
    }
}
