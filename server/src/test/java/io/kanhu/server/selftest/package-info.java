/** Tests of the self-test through a real server. */
@NullMarked
package io.kanhu.server.selftest;

import org.jspecify.annotations.NullMarked;
