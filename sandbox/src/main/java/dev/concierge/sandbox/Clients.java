package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The clients registered at all providers. */
public final class Clients {
    private final Store store;
    private final Table<Client> clients;
    private final Secrets secrets;

    Clients(Store store, Secrets secrets) {
        this.store = store;
        this.clients = store.table("clients", Client.class);
        this.secrets = secrets;
        clients.all().forEach(each -> secrets.record(Secrets.Kind.CLIENT_SECRET, each.secret()));
    }

    /** Adds the client, or replaces the one with the same provider and id. */
    public void register(Client client) {
        secrets.record(Secrets.Kind.CLIENT_SECRET, client.secret());
        store.change(() -> clients.put(Keys.of(client.provider(), client.id()), client));
    }

    public Optional<Client> find(String provider, @Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(clients.get(Keys.of(provider, id)));
    }

    static boolean secretIs(Client client, String secret) {
        return MessageDigest.isEqual(client.secret().getBytes(UTF_8), secret.getBytes(UTF_8));
    }
}
