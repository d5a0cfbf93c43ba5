package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The dialects of channels, by the catalog's words. */
@Component
class PushDialects {
    private final Catalog catalog;
    private final Map<Provider.Push, PushDialect> dialects;

    PushDialects(Catalog catalog, List<PushDialect> dialects) {
        this.catalog = catalog;
        this.dialects = dialects.stream().collect(Collectors.toUnmodifiableMap(PushDialect::word, Function.identity()));
    }

    /** How channels of an API are kept; empty where it tells of nothing, or is not in the catalog any more. */
    Optional<PushDialect> of(String provider, PushTarget target) {
        return catalog.find(provider)
                .map(known -> known.apis().get(target.api()))
                .map(api -> dialects.get(api.push()));
    }

    /** @throws IllegalStateException for a channel that nobody can have opened */
    PushDialect of(PushChannel channel) {
        return of(channel.provider(), channel.target())
                .orElseThrow(() -> new IllegalStateException("channels are opened where there is a dialect"));
    }
}
