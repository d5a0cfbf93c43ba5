package dev.concierge.sandbox;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.concierge.sandbox.calendar.CalendarKey;
import dev.concierge.sandbox.calendar.PersonCalendar;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.http.HttpFront;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.StoreException;
import dev.concierge.sandbox.things.Things;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * A running provider sandbox: one port, every provider below its own path. Tests in the same process use the methods here,
 * everybody else the control API; both do the same.
 */
public final class Sandbox implements AutoCloseable {
    static final String FIRST_PROVIDER = "google";

    private final HttpFront front;
    private final Store store;
    private final Shared shared;
    private final Ledger ledger;
    private final Map<String, Dialect> dialects;
    private final String controlToken;

    private Sandbox(HttpFront front, Store store, Shared shared, List<Dialect> dialects, String controlToken) {
        this.front = front;
        this.store = store;
        this.shared = shared;
        this.ledger = new Ledger(shared.clock(), shared.secrets());
        this.dialects = dialects.stream().collect(toUnmodifiableMap(Dialect::provider, Function.identity()));
        dialects.forEach(each -> each.meet(this.dialects));
        this.controlToken = controlToken;
    }

    /**
     * Starts a sandbox; when this returns, it answers.
     *
     * @throws SandboxFailure when the port is taken or a file cannot be used
     */
    public static Sandbox start(SandboxOptions options) {
        var front = bind(options);
        try {
            var store = store(options);
            try {
                return start(options, front, store);
            } catch (RuntimeException failure) {
                store.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            front.close();
            throw failure;
        }
    }

    private static Sandbox start(SandboxOptions options, HttpFront front, Store store) {
        var token = options.controlToken();
        var shared = shared(options, store, front.port());
        var dialects = ServiceLoader.load(DialectFactory.class, Sandbox.class.getClassLoader()).stream()
                .map(factory -> factory.get().create(shared))
                .toList();
        var sandbox = new Sandbox(front, store, shared, dialects, token == null ? Randoms.base64Url(24) : token);
        var directory = options.catalogDirectory();
        if (directory != null) {
            CatalogFiles.write(directory, dialects);
        }
        var house = House.routes(sandbox);
        front.start(new Switchboard(dialects, house, sandbox.ledger)::serve);
        return sandbox;
    }

    /** {@code http://127.0.0.1:PORT}: the number, so that browsers take it for another site than localhost. */
    public String baseUrl() {
        return shared.baseUrl();
    }

    /** What {@code /_control} wants as a bearer token. */
    public String controlToken() {
        return controlToken;
    }

    /** Every request to a provider. */
    public Ledger ledger() {
        return ledger;
    }

    /** Every secret made or received, for leak searches. */
    public Secrets secrets() {
        return shared.secrets();
    }

    public SandboxClock clock() {
        return shared.clock();
    }

    public People people() {
        return shared.people();
    }

    /** Google's knobs. */
    public KnobBoard knobs() {
        return knobs(FIRST_PROVIDER);
    }

    public KnobBoard knobs(String provider) {
        return dialect(provider).knobs();
    }

    /** The main calendar of that person at Google. */
    public CalendarView calendar(String account) {
        return calendar(FIRST_PROVIDER, account);
    }

    /** The main calendar of that person at a provider that has calendars. */
    public CalendarView calendar(String provider, String account) {
        var calendars = dialect(provider)
                .calendars()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no calendars."));
        var person = shared.people().get(account);
        return new CalendarView(calendars, new CalendarKey(person.account(), person.account()), person.zone());
    }

    /** Somebody adds a calendar at a provider that has calendars; a view of it. */
    public CalendarView addCalendar(String provider, String account, String title) {
        var calendars = dialect(provider)
                .calendars()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no calendars."));
        var person = shared.people().get(account);
        var key = new CalendarKey(person.account(), Randoms.hex(13) + "@group.calendar.example");
        calendars.addCalendar(new PersonCalendar(key, title, person.zone(), false, true, "#616161", 0));
        return new CalendarView(calendars, key, person.zone());
    }

    /** All calendars of that person at Google, the main one first. */
    public List<CalendarView> calendars(String account) {
        var calendars = dialect(FIRST_PROVIDER)
                .calendars()
                .orElseThrow(() -> new IllegalStateException("Google has calendars."));
        var person = shared.people().get(account);
        return calendars.of(person.account()).stream()
                .map(each -> new CalendarView(calendars, each.key(), each.zone()))
                .toList();
    }

    /** Everybody's repositories, messages, files and the like at a provider that has such. */
    public Things things(String provider) {
        return dialect(provider)
                .things()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has calendars at most."));
    }

    /** Somebody's things of a kind at a provider that has such, for example {@code files} at {@code google}. */
    public BelongingsView belongings(String provider, String kind, String account) {
        var things = dialect(provider).belongings().get(kind);
        if (things == null) {
            throw new IllegalArgumentException(provider + " has no " + kind + ".");
        }
        return new BelongingsView(things, shared.people().get(account).account());
    }

    /** What people wrote at a provider that has pages, databases or posts. */
    public Entries entries(String provider) {
        return dialect(provider)
                .entries()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no entries."));
    }

    /**
     * Registers a client, or replaces the one with its id. At a provider that is a part of another one (YouTube), it is a client
     * of the other one, and adds its redirect URIs to the one with its id.
     *
     * @throws IllegalArgumentException when the provider would not take a redirect URI
     */
    public Client registerClient(Client client) {
        var dialect = dialect(client.provider());
        for (var uri : client.redirectUris()) {
            dialect.redirectUriProblem(uri).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
        }
        var kept = shared.store().change(() -> {
            var there = client.registeredWith(dialect.clientsAt(), shared.clients());
            shared.clients().register(there);
            return there;
        });
        return kept;
    }

    /** Registers a client at Google in a project called Concierge. */
    public Client registerClient(String clientId, String clientSecret, String... redirectUris) {
        return registerClient(new Client(FIRST_PROVIDER, clientId, clientSecret, "Concierge", List.of(redirectUris)));
    }

    /**
     * The person ends the client's access by hand.
     *
     * @return false when it had none
     */
    public boolean revoke(String provider, String account, String clientId) {
        return dialect(provider).revoke(shared.people().get(account).account(), client(provider, clientId));
    }

    /** The person gets another password at the provider; returns how many refresh tokens that ended. */
    public int changePassword(String provider, String account) {
        return dialect(provider).passwordChanged(shared.people().get(account));
    }

    /** Hands out tokens as if the person had consented, without any browser. */
    public Dialect.Minted mint(String provider, String account, String clientId, List<String> scopes) {
        return dialect(provider).mint(shared.people().get(account), client(provider, clientId), scopes);
    }

    /**
     * What the provider would take at this moment of all that a client got for a person, access and refresh tokens; nothing is used by asking.
     *
     * @throws IllegalArgumentException when the provider, person or client is unknown, or the provider does not tell
     */
    public List<LivingToken> living(String provider, String account, String clientId) {
        return dialect(provider).living(shared.people().get(account), client(provider, clientId));
    }

    /** The webhook of apps at a provider that has one for all people. */
    public Webhook webhook(String provider) {
        return dialect(provider)
                .webhook()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no webhook for all people."));
    }

    /** Adds a person at all providers, or renames who is there. Calendars and the like are filled at their first use. */
    public Person addPerson(String account, String givenName, String familyName, ZoneId zone) {
        return shared.people().add(account, givenName, familyName, zone);
    }

    /** ID tokens are signed with a new key from now on; the old one stays published unless withdrawn. */
    public void rotateKeys(String provider, boolean withdrawOld) {
        dialect(provider).rotateKeys(withdrawOld);
    }

    /** Stops answering, lets go of the port and closes the data file. */
    @Override
    public void close() {
        front.close();
        store.close();
    }

    Dialect dialect(String provider) {
        var dialect = dialects.get(provider);
        if (dialect == null) {
            throw new IllegalArgumentException("There is no provider " + provider + " here.");
        }
        return dialect;
    }

    private Client client(String provider, String clientId) {
        return shared.clients()
                .find(dialect(provider).clientsAt(), clientId)
                .orElseThrow(() -> new IllegalArgumentException("There is no client " + clientId + "."));
    }

    private static Shared shared(SandboxOptions options, Store store, int port) {
        var host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
        var secrets = new Secrets();
        return new Shared(
                "http://" + host + ":" + port,
                store,
                new SandboxClock(options.clock(), store),
                new Clients(store, secrets),
                new People(store),
                secrets);
    }

    private static HttpFront bind(SandboxOptions options) {
        try {
            return HttpFront.bind(new InetSocketAddress(options.host(), options.port()));
        } catch (IOException taken) {
            throw new SandboxFailure(
                    SandboxFailure.UNAVAILABLE,
                    "Port " + options.port() + " on " + options.host()
                            + " cannot be used: something else listens there.",
                    taken);
        }
    }

    private static Store store(SandboxOptions options) {
        var file = options.dataFile();
        try {
            return file == null ? Store.inMemory() : Store.open(file);
        } catch (StoreException failure) {
            throw new SandboxFailure(SandboxFailure.INPUT_OUTPUT, String.valueOf(failure.getMessage()), failure);
        }
    }
}
