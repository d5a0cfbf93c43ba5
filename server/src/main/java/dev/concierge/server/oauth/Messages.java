package dev.concierge.server.oauth;

import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.TokenRules;
import dev.concierge.server.catalog.TokenRules.Answer;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.outbound.OutboundRequest.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Turns parameters into outgoing calls, in each provider's own way. */
final class Messages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_ANSWER = 64 * 1024;

    private Messages() {}

    /** A call that asks for the answer in the form the catalog declares, with the provider's own header fields. */
    static OutboundRequest.Builder to(Provider provider, String step, Method method, URI url) {
        OutboundRequest.Builder request = OutboundRequest.to(provider.id(), step, provider.allowedHosts(), method, url)
                .header("Accept", "application/json")
                .answerLimit(LARGEST_ANSWER);
        provider.calling().headers().forEach(request::header);
        return request;
    }

    /**
     * A call of the token endpoint or of an exchange beside it.
     *
     * @param parameters without client authentication
     * @param authenticated whether that is added
     */
    static OutboundRequest.Builder token(
            Provider provider,
            Registration registration,
            String step,
            URI endpoint,
            Map<String, List<String>> parameters,
            boolean authenticated) {
        TokenRules rules = provider.token();
        Map<String, List<String>> all = authenticated ? withClient(provider, registration, parameters) : parameters;
        OutboundRequest.Builder request = switch (rules.request()) {
            case FORM -> to(provider, step, Method.POST, endpoint).form(URLUtils.serializeParameters(all));
            case JSON -> to(provider, step, Method.POST, endpoint).json(json(single(all)));
            case QUERY -> to(provider, step, Method.GET, withQuery(endpoint, all));
        };
        if (rules.answer() == Answer.FORM) {
            request.header("Accept", "application/x-www-form-urlencoded");
        }
        return authenticated ? withHeader(provider, registration, request) : request;
    }

    /** A form POST with our client authentication, whatever form the token endpoint likes. */
    static OutboundRequest.Builder form(
            Provider provider,
            Registration registration,
            String step,
            URI endpoint,
            Map<String, List<String>> parameters) {
        String form = URLUtils.serializeParameters(withClient(provider, registration, parameters));
        return withHeader(
                provider,
                registration,
                to(provider, step, Method.POST, endpoint).form(form));
    }

    private static Map<String, List<String>> withClient(
            Provider provider, Registration registration, Map<String, List<String>> parameters) {
        if (!inParameters(provider)) {
            return parameters;
        }
        Map<String, List<String>> all = new LinkedHashMap<>(parameters);
        all.put("client_id", List.of(registration.clientId()));
        all.put("client_secret", List.of(registration.clientSecret().reveal()));
        return all;
    }

    private static OutboundRequest.Builder withHeader(
            Provider provider, Registration registration, OutboundRequest.Builder request) {
        return inParameters(provider)
                ? request
                : authenticated(request, provider.token().clientAuthentication(), registration);
    }

    private static boolean inParameters(Provider provider) {
        return provider.token().clientAuthentication() == TokenRules.ClientAuthentication.CLIENT_SECRET_POST;
    }

    /** Adds the header field of a Basic authentication; the other way is a matter of parameters. */
    static OutboundRequest.Builder authenticated(
            OutboundRequest.Builder request, TokenRules.ClientAuthentication way, Registration registration) {
        String id = registration.clientId();
        String secret = registration.clientSecret().reveal();
        return request.header(
                "Authorization",
                switch (way) {
                    case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST ->
                        new ClientSecretBasic(new ClientID(id), new Secret(secret)).toHTTPAuthorizationHeader();
                    case CLIENT_SECRET_BASIC_RAW ->
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
                });
    }

    static String json(Map<String, String> members) {
        return JSON.writeValueAsString(members);
    }

    /** A URL with a query made of parameters. It may hold secrets then, and is never written down. */
    static URI withQuery(URI endpoint, Map<String, List<String>> parameters) {
        return parameters.isEmpty() ? endpoint : URI.create(endpoint + "?" + URLUtils.serializeParameters(parameters));
    }

    private static Map<String, String> single(Map<String, List<String>> parameters) {
        Map<String, String> single = new LinkedHashMap<>();
        parameters.forEach((name, values) -> single.put(name, values.getFirst()));
        return single;
    }
}
