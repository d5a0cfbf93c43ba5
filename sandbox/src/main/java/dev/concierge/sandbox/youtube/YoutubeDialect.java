package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.dialect.CatalogTemplate;
import dev.concierge.sandbox.google.GoogleDialect;
import dev.concierge.sandbox.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** YouTube: its own API, and everything else Google's. */
final class YoutubeDialect implements Dialect {
    static final String PROVIDER = "youtube";

    private static final String GOOGLE = "google";

    private final Shared shared;
    private final String address;
    private final Routes routes = new Routes();
    private @Nullable GoogleDialect google;
    private @Nullable ChannelVideos videos;

    YoutubeDialect(Shared shared) {
        this.shared = shared;
        this.address = shared.baseUrl() + "/" + PROVIDER;
    }

    @Override
    public void meet(Map<String, Dialect> others) {
        google = (GoogleDialect) others.get(GOOGLE);
        var tokens = google().tokens();
        var quota = new Quota(tokens);
        videos = new ChannelVideos(shared, tokens);
        var channels = new ChannelsEndpoint(tokens, quota, videos, address);
        routes.add("GET", "/youtube/v3/channels", "channels", channels::list);
        new VideosEndpoints(tokens, quota, videos).addTo(routes);
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public String clientsAt() {
        return GOOGLE;
    }

    /** Google's: there is one consent, one token endpoint, one set of tokens. */
    @Override
    public KnobBoard knobs() {
        return google().knobs();
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public String catalogFile() {
        var issuer = shared.baseUrl() + "/" + GOOGLE;
        return CatalogTemplate.fill(YoutubeDialect.class, PROVIDER, address).replace("{{google}}", issuer);
    }

    @Override
    public Optional<String> redirectUriProblem(String redirectUri) {
        return google().redirectUriProblem(redirectUri);
    }

    @Override
    public boolean revoke(String account, Client client) {
        return google().revoke(account, client);
    }

    @Override
    public int passwordChanged(Person person) {
        return google().passwordChanged(person);
    }

    @Override
    public Minted mint(Person person, Client client, List<String> scopes) {
        return google().mint(person, client, scopes);
    }

    @Override
    public void rotateKeys(boolean withdrawOld) {
        google().rotateKeys(withdrawOld);
    }

    /** Videos of people's own channels, by the people's accounts. */
    @Override
    public Map<String, Belongings> belongings() {
        return videos == null ? Map.of() : Map.of(ChannelVideos.KIND, videos.all());
    }

    private GoogleDialect google() {
        if (google == null) {
            throw new IllegalStateException("YouTube has not met Google yet");
        }
        return google;
    }
}
