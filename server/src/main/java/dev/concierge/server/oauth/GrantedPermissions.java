package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Quirk;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.outbound.StrictJson;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What was granted, where the token answer does not say it: {@link Quirk.PermissionList}. */
@Component
class GrantedPermissions {
    private static final int MOST = 200;

    private final Outbound outbound;

    GrantedPermissions(Outbound outbound) {
        this.outbound = outbound;
    }

    /** The tokens with what they allow, or that this cannot be read now. */
    sealed interface Result {}

    record Read(TokenSet tokens) implements Result {}

    record Unread(Found found) implements Result {}

    Result of(Provider provider, TokenSet tokens) {
        Optional<Quirk.PermissionList> list = provider.quirk(Quirk.PermissionList.class);
        return list.isEmpty() ? new Read(tokens) : listed(provider, list.get().endpoint(), tokens);
    }

    private Result listed(Provider provider, URI endpoint, TokenSet tokens) {
        Secret token = tokens.accessToken();
        var request = Messages.to(provider, "permissions", Method.GET, endpoint)
                .header("Authorization", "Bearer " + token.reveal())
                .build();
        return switch (outbound.send(request)) {
            case Unreachable unreachable -> new Unread(Troubles.of(unreachable));
            case Answered answer -> {
                Found trouble = Troubles.of(answer);
                yield trouble != null
                        ? new Unread(trouble)
                        : granted(answer)
                                .<Result>map(names -> new Read(tokens.withScopes(provider.canonical(names))))
                                .orElseGet(() -> new Unread(Troubles.garbled(answer)));
            }
        };
    }

    private static Optional<Set<String>> granted(Answered answer) {
        return answer.successful()
                ? StrictJson.object(answer.content()).flatMap(GrantedPermissions::granted)
                : Optional.empty();
    }

    private static Optional<Set<String>> granted(JsonNode answer) {
        JsonNode data = answer.path("data");
        if (!data.isArray() || data.size() > MOST) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode entry : data) {
            String name = Members.text(entry, "permission");
            if (name != null && "granted".equals(Members.text(entry, "status"))) {
                names.add(name);
            }
        }
        return Optional.of(names);
    }
}
