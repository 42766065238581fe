/** Access tokens that somebody else obtains and keeps fresh in a file. */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.external;

import org.jspecify.annotations.NullMarked;
