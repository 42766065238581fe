/**
 * Sends real messages through real servers. {@link dev.mailconnector.interop.RealServers} starts
 * them by {@code interop/servers}, {@link dev.mailconnector.interop.DomainController} adds an
 * Active Directory domain by {@code interop/domain-controller}; the tests find the mail in {@link
 * dev.mailconnector.interop.Maildir}.
 */
@NullMarked
package dev.mailconnector.interop;

import org.jspecify.annotations.NullMarked;
