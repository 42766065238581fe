/**
 * Sockets. {@link dev.mailconnector.internal.net.SocketOpener} resolves, connects (through a proxy
 * where there is one) and hands out a {@link dev.mailconnector.internal.net.GuardedSocket}, on
 * which every read and write has a deadline and everything a server sends has a bound; {@link
 * dev.mailconnector.internal.net.TlsLayer} puts TLS above it.
 */
@NullMarked
package dev.mailconnector.internal.net;

import org.jspecify.annotations.NullMarked;
