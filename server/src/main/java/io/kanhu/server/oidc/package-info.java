/** Logging in by way of another server that says who somebody is (OpenID Connect). */
@NullMarked
package io.kanhu.server.oidc;

import org.jspecify.annotations.NullMarked;
