package dev.concierge.server.web;

/** How text of other people looks in the sample pages: as usual, very long, or meant to break out of the page (attack K-02). */
enum Foreign {
    USUAL {
        @Override
        String of(String text) {
            return text;
        }
    },
    LONG {
        @Override
        String of(String text) {
            return text + " " + "Donaudampfschifffahrtsgesellschaftskapitänsmütze".repeat(2) + " and a few words more "
                    + text;
        }
    },
    HOSTILE {
        @Override
        String of(String text) {
            return text + ATTACK;
        }
    };

    static final String ATTACK =
            "\"><img src=x onerror=alert(1)></title><script>alert(1)</script>' autofocus onfocus='alert(1) {{7*7}} ${7*7} [[${7*7}]]";

    abstract String of(String text);
}
