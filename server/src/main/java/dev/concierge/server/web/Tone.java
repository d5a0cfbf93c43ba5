package dev.concierge.server.web;

/** What a part of a page means, before anyone reads it. Colour comes third, after the icon and the word. */
public enum Tone {
    OK("is-ok", "ok"),
    WARN("is-warn", "warn"),
    BAD("is-bad", "bad"),
    INFO("is-info", "info"),
    /** Nothing to say about it: paused, not connected, an entry of a list. */
    PLAIN("", "off");

    private final String cssClass;
    private final String icon;

    Tone(String cssClass, String icon) {
        this.cssClass = cssClass;
        this.icon = icon;
    }

    /** The class of the stylesheet; empty for {@link #PLAIN}. */
    public String cssClass() {
        return cssClass;
    }

    /** The icon that goes with it where nothing more fitting is named. */
    public String icon() {
        return icon;
    }
}
