/**
 * Sends real messages through real servers. {@link dev.mailconnector.interop.RealServers} starts
 * them by {@code interop/servers}; the tests find the mail in {@link
 * dev.mailconnector.interop.Maildir}.
 */
@NullMarked
package dev.mailconnector.interop;

import org.jspecify.annotations.NullMarked;
