package dev.concierge.server.identity;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.AdminNetworks;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.ProblemAnswers;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.ReturnCookie;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may come in. Three chains of ours: programs with a key or token at {@code /api/}, without cookies and form checks; programs that
 * sign in; and everything else, by session cookie,
 * with a form check on whatever changes something, denied unless signed in or listed in {@link PublicPaths}. A fourth serves the management port.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityChains {
    private final RequestMatcher open = PublicPaths.open();
    private final RequestMatcher half = PublicPaths.half();
    private final RequestMatcher leaving = PublicPaths.leaving();

    /** The management listener, loopback by default: health and metrics, which a monitor reads without signing in. */
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain programs(HttpSecurity http, Doors doors, ProgramAuthentication programs) {
        return common(http, doors)
                .securityMatcher(this::isProgram)
                .csrf(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .addFilterAfter(new BearerFilter(programs, doors.visitors(), doors.answers()), HostFilter.class)
                .build();
    }

    /**
     * Where programs sign in and providers push: what they send proves itself, so neither a cookie nor another credential counts, and there is no form to
     * forge. Pages of others have no business there.
     */
    @Bean
    @Order(3)
    SecurityFilterChain signIns(HttpSecurity http, Doors doors) {
        return common(http, doors)
                .securityMatcher(PublicPaths.selfProved())
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterAfter(
                        new SameOriginFilter(doors.publicUrl(), _ -> false, doors.refused(open)), HostFilter.class)
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain browsers(
            HttpSecurity http, Doors doors, SessionFinder sessions, SessionCookie cookie, Signer signer) {
        AccessRefused refused = doors.refused(open);
        return common(http, doors)
                .csrf(csrf -> csrf.csrfTokenRepository(new BrowserCsrfTokens(signer, doors.browsers()))
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler())
                        .ignoringRequestMatchers(PublicPaths.callbacks()))
                .addFilterBefore(new SessionFilter(sessions, cookie, doors.answers()), CsrfFilter.class)
                .addFilterBefore(
                        new SameOriginFilter(doors.publicUrl(), PublicPaths.callbacks(), refused), CsrfFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(doors.entry()).accessDeniedHandler(refused))
                .build();
    }

    private HttpSecurity common(HttpSecurity http, Doors doors) {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(open)
                        .permitAll()
                        .requestMatchers(new OrRequestMatcher(half, leaving))
                        .access(this::onTheWay)
                        .anyRequest()
                        .authenticated())
                .headers(headers -> headers.defaultsDisabled().addHeaderWriter(new SecurityHeaders(doors.publicUrl())))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(context -> context.securityContextRepository(CurrentCaller.IN_REQUEST))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(doors.entry()).accessDeniedHandler(doors.refused(open)))
                .addFilterAfter(new HostFilter(doors.publicUrl(), doors.answers()), HeaderWriterFilter.class)
                .addFilterBefore(doors.administration(), AuthorizationFilter.class);
    }

    /** Whoever is signed in, is halfway in, or leaves for good, each where that is completed. */
    private AuthorizationDecision onTheWay(
            Supplier<? extends @Nullable Authentication> unused, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        return new AuthorizationDecision(CurrentCaller.person().isPresent()
                || (HalfSession.of(request).isPresent() && half.matches(request))
                || (LeavingSession.of(request).isPresent() && leaving.matches(request)));
    }

    private boolean isProgram(HttpServletRequest request) {
        return PublicPaths.isApi(request) && BearerFilter.isMeant(request) && !open.matches(request);
    }

    @Bean
    Doors doors(
            PublicUrl publicUrl,
            BrowserCookie browsers,
            ReturnCookie returns,
            ProblemAnswers answers,
            Visitors visitors,
            Refusals refusals,
            AdminNetworks networks) {
        return new Doors(publicUrl, browsers, returns, answers, visitors, refusals, networks);
    }

    /** What both chains need to answer by themselves. */
    record Doors(
            PublicUrl publicUrl,
            BrowserCookie browsers,
            ReturnCookie returns,
            ProblemAnswers answers,
            Visitors visitors,
            Refusals refusals,
            AdminNetworks networks) {
        SignInEntry entry() {
            return new SignInEntry(publicUrl, answers, returns);
        }

        AdminNetworkFilter administration() {
            return new AdminNetworkFilter(networks, refusals, visitors, answers);
        }

        AccessRefused refused(RequestMatcher open) {
            return new AccessRefused(entry(), open, refusals, visitors, answers);
        }
    }

    /** Refuses what only an attacker sends: double slashes, encoded ones, semicolons, control characters, unknown methods. */
    @Bean
    HttpFirewall firewall() {
        return new StrictHttpFirewall();
    }

    @Bean
    RequestRejectedHandler rejected(PublicUrl publicUrl, ProblemAnswers answers) {
        SecurityHeaders headers = new SecurityHeaders(publicUrl);
        return (request, response, _) -> {
            headers.writeHeaders(request, response);
            answers.write(
                    request,
                    response,
                    new ProblemException(
                            ProblemType.BAD_REQUEST, "The address or a header has a form we do not take."));
        };
    }
}
