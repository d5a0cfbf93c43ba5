package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.sync.streams.Stream;
import dev.concierge.server.sync.streams.StreamDescription;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives integrations the streams that did not exist when they were connected: a release that brings a stream brings it to everybody, without a new
 * consent where the old one covers it.
 */
@Component
class NewStreams {
    private static final Logger log = LoggerFactory.getLogger(NewStreams.class);
    private static final int BATCH = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private record Place(UUID accountId, UUID integrationId) {}

    private final SystemScope system;
    private final AccountScope accounts;
    private final Integrations integrations;
    private final Streams streams;
    private final ConnectListener listener;

    NewStreams(
            SystemScope system,
            AccountScope accounts,
            Integrations integrations,
            Streams streams,
            ConnectListener listener) {
        this.system = system;
        this.accounts = accounts;
        this.integrations = integrations;
        this.streams = streams;
        this.listener = listener;
    }

    /** Looks for what is missing, a batch at a time. */
    void add() {
        for (Stream<?> stream : streams.all()) {
            int added = 0;
            List<Place> places = without(stream.description(), FIRST);
            while (!places.isEmpty()) {
                for (Place place : places) {
                    added += add(place, stream) ? 1 : 0;
                }
                places = without(stream.description(), places.getLast().integrationId());
            }
            if (added > 0) {
                log.info(
                        "stream={} is new to {} integrations",
                        stream.description().name(),
                        added);
            }
        }
    }

    private List<Place> without(StreamDescription stream, UUID after) {
        return system.call(jdbc -> jdbc.sql("""
                        select i.account_id, i.id from integrations i
                         where i.provider = :provider and i.state <> 'disconnected' and i.grant_id is not null and i.id > :after
                           and not exists (select 1 from streams s where s.integration_id = i.id and s.name = :name)
                         order by i.id limit :batch
                        """)
                .param("provider", stream.provider())
                .param("after", after)
                .param("name", stream.name())
                .param("batch", BATCH)
                .query((row, _) -> new Place(row.getObject("account_id", UUID.class), row.getObject("id", UUID.class)))
                .list());
    }

    /** @return false when it was disconnected, or got the stream, meanwhile */
    private boolean add(Place place, Stream<?> stream) {
        return accounts.call(place.accountId(), jdbc -> {
            if (!StreamRepository.holdConnected(jdbc, place.integrationId()) || has(jdbc, place, stream)) {
                return false;
            }
            Integration integration =
                    integrations.find(place.accountId(), place.integrationId()).orElseThrow();
            listener.add(
                    integration,
                    Objects.requireNonNull(integration.grantId()),
                    integrations
                            .consent(place.accountId(), place.integrationId())
                            .granted(),
                    stream);
            return true;
        });
    }

    private static boolean has(JdbcClient jdbc, Place place, Stream<?> stream) {
        return StreamRepository.of(jdbc, place.integrationId()).stream()
                .anyMatch(row -> row.name().equals(stream.description().name()));
    }
}
