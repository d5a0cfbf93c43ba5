package dev.concierge.server.web;

import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** How pages and problems hang together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class WebConfiguration {
    @Bean
    Assets assets() {
        return Assets.load();
    }

    @Bean
    Templates templates() {
        return new Templates();
    }

    @Bean
    Shells shells(
            InstantSource clock,
            Assets assets,
            ObjectProvider<MenuContributor> contributors,
            ObjectProvider<PersonFormats> formats,
            ObjectProvider<Appearance.Source> looks) {
        return new Shells(clock, assets, contributors, formats, looks);
    }

    @Bean
    ProblemAnswers problemAnswers(PublicUrl publicUrl, Templates templates, Shells shells, JsonMapper json) {
        return new ProblemAnswers(publicUrl, templates, shells, json);
    }

    /** The name keeps Boot from putting content negotiation over it: a page has one form. */
    @Bean
    PageViews viewResolver(Templates templates, Shells shells) {
        return new PageViews(templates, shells);
    }

    /** After Boot's own, whose mapper the rooms use for what they store: that must stay readable over releases, a request need not. */
    @Bean
    ServerHttpMessageConvertersCustomizer strictBodies(JsonMapper json) {
        return converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(StrictBodies.of(json)));
    }

    @Bean
    WebMvcConfigurer callers() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerResolver());
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareErrors() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new BareErrors()));
    }
}
