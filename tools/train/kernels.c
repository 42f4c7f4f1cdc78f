/*
 * Fused element-wise kernels for training on a CPU: PyTorch's own spend more time between the matrix products than
 * in them. bf16 is stored as uint16_t; all arithmetic is fp32. Rows are split over OpenMP threads.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef uint16_t bf16;

static inline float up(bf16 v) {
  union { uint32_t u; float f; } c;
  c.u = (uint32_t)v << 16;
  return c.f;
}

/* Round to nearest even. */
static inline bf16 down(float v) {
  union { uint32_t u; float f; } c;
  c.f = v;
  return (bf16)((c.u + 0x7fffu + ((c.u >> 16) & 1u)) >> 16);
}

/* y = rmsnorm(x + delta) * w; writes x + delta to sum. x, sum f32 [n,d]; delta bf16 [n,d] or NULL; y bf16 [n,d]; rstd f32 [n]. */
void add_rmsnorm(const float *x, const bf16 *delta, const float *w, float *sum, bf16 *y, float *rstd, long n, long d, float eps) {
#pragma omp parallel for schedule(static)
  for (long i = 0; i < n; i++) {
    const float *xi = x + i * d;
    float *si = sum + i * d;
    float square = 0.f;
    if (delta) {
      const bf16 *di = delta + i * d;
      for (long j = 0; j < d; j++) {
        float v = xi[j] + up(di[j]);
        si[j] = v;
        square += v * v;
      }
    } else {
      for (long j = 0; j < d; j++) {
        float v = xi[j];
        si[j] = v;
        square += v * v;
      }
    }
    float r = 1.f / sqrtf(square / (float)d + eps);
    rstd[i] = r;
    bf16 *yi = y + i * d;
    for (long j = 0; j < d; j++) yi[j] = down(si[j] * r * w[j]);
  }
}

/* dx += d(rmsnorm)/dx; dxb = bf16(dx); dw f32 [threads,d] partial sums, zeroed by the caller. */
void rmsnorm_backward(const bf16 *dy, const float *x, const float *w, const float *rstd, float *dx, bf16 *dxb, float *dw, long n, long d, long threads) {
#pragma omp parallel for schedule(static) num_threads(threads)
  for (long part = 0; part < threads; part++) {
    float *dwp = dw + part * d;
    for (long i = n * part / threads; i < n * (part + 1) / threads; i++) {
      const bf16 *g = dy + i * d;
      const float *xi = x + i * d;
      float r = rstd[i], dot = 0.f;
      for (long j = 0; j < d; j++) dot += up(g[j]) * w[j] * xi[j];
      float k = dot * r * r * r / (float)d;
      float *o = dx + i * d;
      bf16 *ob = dxb + i * d;
      for (long j = 0; j < d; j++) {
        float gj = up(g[j]);
        dwp[j] += gj * xi[j] * r;
        float v = o[j] + gj * w[j] * r - xi[j] * k;
        o[j] = v;
        ob[j] = down(v);
      }
    }
  }
}

/* qkv bf16 [b*t,3*h*e] -> q,k,v bf16 [b*h,t,e]; rotate-half RoPE on q and k, q scaled. cos,sin f32 [t,e/2]. */
void split_rope(const bf16 *qkv, const float *cs, const float *sn, bf16 *q, bf16 *k, bf16 *v, long b, long t, long h, long e, float scale) {
  long d = h * e, half = e / 2;
#pragma omp parallel for schedule(static)
  for (long i = 0; i < b * t; i++) {
    long bi = i / t, ti = i % t;
    const float *c = cs + ti * half, *s = sn + ti * half;
    for (long hi = 0; hi < h; hi++) {
      const bf16 *src = qkv + i * 3 * d + hi * e;
      long to = ((bi * h + hi) * t + ti) * e;
      for (long j = 0; j < half; j++) {
        float a = up(src[j]), z = up(src[j + half]);
        q[to + j] = down((a * c[j] - z * s[j]) * scale);
        q[to + j + half] = down((z * c[j] + a * s[j]) * scale);
      }
      for (long j = 0; j < half; j++) {
        float a = up(src[d + j]), z = up(src[d + j + half]);
        k[to + j] = down(a * c[j] - z * s[j]);
        k[to + j + half] = down(z * c[j] + a * s[j]);
      }
      memcpy(v + to, src + 2 * d, (size_t)e * sizeof(bf16));
    }
  }
}

/* The reverse of split_rope for gradients. */
void split_rope_backward(const bf16 *dq, const bf16 *dk, const bf16 *dv, const float *cs, const float *sn, bf16 *dqkv, long b, long t, long h, long e, float scale) {
  long d = h * e, half = e / 2;
#pragma omp parallel for schedule(static)
  for (long i = 0; i < b * t; i++) {
    long bi = i / t, ti = i % t;
    const float *c = cs + ti * half, *s = sn + ti * half;
    for (long hi = 0; hi < h; hi++) {
      bf16 *to = dqkv + i * 3 * d + hi * e;
      long from = ((bi * h + hi) * t + ti) * e;
      for (long j = 0; j < half; j++) {
        float a = up(dq[from + j]) * scale, z = up(dq[from + j + half]) * scale;
        to[j] = down(a * c[j] + z * s[j]);
        to[j + half] = down(z * c[j] - a * s[j]);
      }
      for (long j = 0; j < half; j++) {
        float a = up(dk[from + j]), z = up(dk[from + j + half]);
        to[d + j] = down(a * c[j] + z * s[j]);
        to[d + j + half] = down(z * c[j] - a * s[j]);
      }
      memcpy(to + 2 * d, dv + from, (size_t)e * sizeof(bf16));
    }
  }
}

/* [b,h,t,e] -> [b,t,h,e] when forward is 1, the other way when 0. */
void swap_heads(const bf16 *in, bf16 *out, long b, long t, long h, long e, int forward) {
#pragma omp parallel for schedule(static)
  for (long i = 0; i < b * t; i++) {
    long bi = i / t, ti = i % t;
    for (long hi = 0; hi < h; hi++) {
      long heads = ((bi * h + hi) * t + ti) * e, rows = (i * h + hi) * e;
      if (forward) memcpy(out + rows, in + heads, (size_t)e * sizeof(bf16));
      else memcpy(out + heads, in + rows, (size_t)e * sizeof(bf16));
    }
  }
}

/* In place softmax of rows, bf16 [n,t]. */
void softmax_rows(bf16 *s, long n, long t) {
#pragma omp parallel
  {
    float row[4096];
#pragma omp for schedule(static)
    for (long i = 0; i < n; i++) {
      bf16 *p = s + i * t;
      float most = -1e30f, sum = 0.f;
      for (long j = 0; j < t; j++) {
        row[j] = up(p[j]);
        most = fmaxf(most, row[j]);
      }
      for (long j = 0; j < t; j++) {
        row[j] = expf(row[j] - most);
        sum += row[j];
      }
      float inv = 1.f / sum;
      for (long j = 0; j < t; j++) p[j] = down(row[j] * inv);
    }
  }
}

/* ds = p * (dp - sum(dp * p)), in place in dp. bf16 [n,t]. */
void softmax_backward(const bf16 *p, bf16 *dp, long n, long t) {
#pragma omp parallel for schedule(static)
  for (long i = 0; i < n; i++) {
    const bf16 *a = p + i * t;
    bf16 *g = dp + i * t;
    float dot = 0.f;
    for (long j = 0; j < t; j++) dot += up(a[j]) * up(g[j]);
    for (long j = 0; j < t; j++) g[j] = down(up(a[j]) * (up(g[j]) - dot));
  }
}

/* h = silu(gate) * up. gu bf16 [n,2f] (gate first), h bf16 [n,f]. */
void swiglu(const bf16 *gu, bf16 *h, long n, long f) {
#pragma omp parallel for schedule(static)
  for (long i = 0; i < n; i++) {
    const bf16 *g = gu + i * 2 * f, *u = g + f;
    bf16 *o = h + i * f;
    for (long j = 0; j < f; j++) {
      float a = up(g[j]);
      o[j] = down(a / (1.f + expf(-a)) * up(u[j]));
    }
  }
}

/* dgu bf16 [n,2f] from dh bf16 [n,f]. */
void swiglu_backward(const bf16 *gu, const bf16 *dh, bf16 *dgu, long n, long f) {
#pragma omp parallel for schedule(static)
  for (long i = 0; i < n; i++) {
    const bf16 *g = gu + i * 2 * f, *u = g + f, *d = dh + i * f;
    bf16 *dg = dgu + i * 2 * f, *du = dg + f;
    for (long j = 0; j < f; j++) {
      float a = up(g[j]), b = up(u[j]), dj = up(d[j]);
      float s = 1.f / (1.f + expf(-a));
      du[j] = down(dj * a * s);
      dg[j] = down(dj * b * s * (1.f + a * (1.f - s)));
    }
  }
}

/* Cross-entropy of each row, and the logits replaced by weight * (softmax - onehot). logits bf16 [n,v]; loss f32 [n]. */
void cross_entropy(bf16 *logits, const int64_t *target, const float *weight, float *loss, long n, long v) {
#pragma omp parallel
  {
    float row[16384];
#pragma omp for schedule(static)
    for (long i = 0; i < n; i++) {
      bf16 *l = logits + i * v;
      float most = -1e30f, sum = 0.f;
      for (long j = 0; j < v; j++) {
        row[j] = up(l[j]);
        most = fmaxf(most, row[j]);
      }
      float at = row[target[i]];
      for (long j = 0; j < v; j++) {
        row[j] = expf(row[j] - most);
        sum += row[j];
      }
      loss[i] = logf(sum) + most - at;
      float k = weight[i] / sum;
      row[target[i]] -= sum;
      for (long j = 0; j < v; j++) l[j] = down(row[j] * k);
    }
  }
}
