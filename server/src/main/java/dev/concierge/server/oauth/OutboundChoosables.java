package dev.concierge.server.oauth;

import dev.concierge.server.catalog.Choice;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.outbound.StrictJson;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** {@link Choosables} by one call of the provider's API. */
@Component
final class OutboundChoosables implements Choosables {
    /** As many as a page of ours can show; further ones are left out. */
    static final int MOST = 100;

    private static final int LARGEST_ANSWER = 512 * 1024;
    private static final int LONGEST_NAME = 120;

    private final Outbound outbound;

    OutboundChoosables(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public ChoosableOutcome list(Provider provider, Secret accessToken) {
        Choice choice = provider.choice();
        if (choice == null) {
            throw new IllegalArgumentException("nothing is chosen at " + provider.id());
        }
        OutboundRequest request = Messages.to(provider, "choosables", Method.GET, address(provider, choice))
                .header("Authorization", "Bearer " + accessToken.reveal())
                .answerLimit(LARGEST_ANSWER)
                .build();
        return switch (outbound.send(request)) {
            case Unreachable unreachable -> unavailable(Troubles.of(unreachable));
            case Answered answer -> read(choice, answer);
        };
    }

    private static URI address(Provider provider, Choice choice) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        choice.query().forEach((name, value) -> query.put(name, List.of(value)));
        return Messages.withQuery(URI.create(provider.api(choice.api()).baseUrl() + choice.path()), query);
    }

    private static ChoosableOutcome read(Choice choice, Answered answer) {
        Found trouble = Troubles.of(answer);
        if (trouble != null) {
            return unavailable(trouble);
        }
        Optional<JsonNode> body = StrictJson.object(answer.content());
        if (answer.status() >= 400) {
            if (body.filter(error -> says(choice.busyError(), error)).isPresent()) {
                return unavailable(Troubles.busy(answer));
            }
            return body.filter(error -> says(choice.noneError(), error)).isPresent()
                    ? new ChoosableOutcome.Listed(List.of())
                    : new ChoosableOutcome.Refused(answer.status());
        }
        return body.filter(_ -> answer.successful())
                .flatMap(object -> entries(choice, object))
                .<ChoosableOutcome>map(ChoosableOutcome.Listed::new)
                .orElseGet(() -> unavailable(Troubles.garbled(answer)));
    }

    private static boolean says(Choice.@Nullable KnownError known, JsonNode error) {
        String code = known == null ? null : Members.scalar(error, known.at());
        return known != null && code != null && known.codes().contains(code);
    }

    /** Empty when what stands there is no list. */
    private static Optional<List<Choosable>> entries(Choice choice, JsonNode object) {
        JsonNode list = object.at(choice.list());
        if (list.isMissingNode()) {
            return Optional.of(List.of());
        }
        if (!list.isArray()) {
            return Optional.empty();
        }
        List<Choosable> all = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode entry : list) {
            Choosable one = entry(choice, entry);
            if (one != null && all.size() < MOST && ids.add(one.id())) {
                all.add(one);
            }
        }
        return Optional.of(all);
    }

    /** Null for an entry that cannot be told from another one. */
    private static @Nullable Choosable entry(Choice choice, JsonNode entry) {
        String id = Members.scalar(entry, choice.id());
        if (id == null || !Subjects.fit(id)) {
            return null;
        }
        String name = Members.line(entry, choice.name(), LONGEST_NAME);
        return new Choosable(id, name == null ? id : name, Members.line(entry, choice.note(), LONGEST_NAME));
    }

    private static ChoosableOutcome unavailable(Found found) {
        return new ChoosableOutcome.Unavailable(found.trouble(), found.retryAfter());
    }
}
