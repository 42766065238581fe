/** Sockets, TLS, proxies and the limits on them. */
@NullMarked
package dev.mailconnector.internal.net;

import org.jspecify.annotations.NullMarked;
